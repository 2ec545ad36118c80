// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {Matter, MeetingState, ResolutionState} from "../types/Resolution.sol";

/// @title Meetings of the holders, and resolutions without one [M-1 to M-3]
/// @notice Convened by the issuer, or by the holders with court permission. Votes are read from the register at 00:00 of the meeting day and
/// entered by the dealer on its clients' word: investors never access the ledger themselves. A resolution takes effect with court
/// approval, or by the written consent of every holder. It appends a version of the terms and never rewrites one.
interface IBondholderMeeting {
    /// @notice A demand of holders [M-2].
    /// @param bonds those of the demanding holders, of `counted` that were outstanding and not the issuer's own
    /// @param meetingId the meeting convened for it, or 0
    struct Demand {
        JstDay demandDay;
        uint32 bonds;
        uint32 counted;
        uint32 meetingId;
        bytes32 purposeHash;
        bytes32 reasonsHash;
    }

    /// @notice A meeting, or a proposal for the consent of every holder.
    /// @param day at whose 00:00 the register decides who has how many votes
    /// @param byDealer convened by the dealer for the holders [M-2], or proposed by it; otherwise by the issuer
    /// @param noticeId its notice; 0 for a proposal by consent
    /// @param demandId the demand that it answers, or 0
    /// @param documentHash of the court's permission, or of the proposal to all; otherwise zero
    struct Meeting {
        JstDay day;
        JstDay convenedDay;
        bool byDealer;
        bool byConsent;
        bool cancelled;
        bool tallied;
        uint32 noticeId;
        uint32 demandId;
        bytes32 documentHash;
    }

    /// @notice What is put to the vote.
    /// @param newTermsHash of the terms as they would read then, or zero if they stay as they are
    struct Proposal {
        Matter matter;
        bytes32 proposalHash;
        bytes32 newTermsHash;
    }

    /// @notice A resolution and what became of it. Days are 0 until they come.
    /// @param applicationDay when the convener applied to the court; `decisionDay` when it decided, or when the last holder consented
    struct Resolution {
        Matter matter;
        ResolutionState state;
        JstDay applicationDay;
        JstDay decisionDay;
        uint32 forBonds;
        uint32 againstBonds;
        uint32 abstainBonds;
        bytes32 proposalHash;
        bytes32 newTermsHash;
    }

    /// @notice One holder's votes, in bonds; they may be split.
    struct Ballot {
        address holder;
        uint32 forBonds;
        uint32 againstBonds;
        uint32 abstainBonds;
    }

    /// @notice The votes on a resolution and what follows from them.
    /// @param presentBonds for, against and abstaining; `allBonds` outstanding on the day and not the issuer's own
    struct Count {
        uint256 forBonds;
        uint256 presentBonds;
        uint256 allBonds;
        bool passes;
    }

    /// @notice A version of the terms. Version 0 is the terms as deployed.
    struct TermsVersion {
        bytes32 termsHash;
        uint32 meetingId;
        uint32 resolution;
        JstDay effectiveDay;
    }

    /// @notice Holders of `bonds` demanded a meeting, of `counted` that count [M-2].
    event MeetingDemanded(uint256 indexed id, uint256 bonds, uint256 counted, address[] holders, bytes32 purposeHash, bytes32 reasonsHash);
    /// @notice A meeting was convened for `meetingDay` at `place` [M-1].
    event MeetingConvened(
        uint256 indexed id,
        JstDay indexed meetingDay,
        address indexed convener,
        string place,
        uint256 noticeId,
        uint256 demandId,
        Proposal[] proposals
    );
    /// @notice A proposal was made to all holders; their bonds are those of `readingDay` [M-3].
    event ConsentAsked(uint256 indexed id, JstDay indexed readingDay, address indexed proposer, bytes32 documentHash, Proposal[] proposals);
    /// @notice The meeting or the proposal was cancelled.
    event MeetingCancelled(uint256 indexed id, bytes32 reasonHash);
    /// @notice The votes of `holder` were entered, in place of those entered before.
    event Voted(uint256 indexed id, uint256 indexed resolution, address indexed holder, Ballot from, Ballot to, bytes32 instructionsHash);
    /// @notice `holder` consented with all of his `bonds`.
    event Consented(uint256 indexed id, uint256 indexed resolution, address indexed holder, uint256 bonds, bytes32 documentHash);
    /// @notice The votes on a resolution were counted.
    event Tallied(uint256 indexed id, uint256 indexed resolution, Count count);
    /// @notice The convener applied to the court; `late` if after `latestDay` [M-3].
    event ApplicationRecorded(
        uint256 indexed id,
        uint256 indexed resolution,
        JstDay applicationDay,
        JstDay latestDay,
        bool late,
        bytes32 documentHash
    );
    /// @notice A resolution was approved by the court or by the consent of all, or refused by the court.
    event ResolutionDecided(uint256 indexed id, uint256 indexed resolution, bool approved, JstDay decisionDay, bytes32 documentHash);
    /// @notice Version `version` of the terms is in effect from `effectiveDay` on.
    event TermsAmended(uint256 indexed version, bytes32 termsHash, uint256 indexed id, uint256 indexed resolution, JstDay effectiveDay);

    /// @notice Demands are numbered from 1, and there are `count`.
    error NoSuchDemand(uint256 id, uint256 count);
    /// @notice Meetings are numbered from 1, and there are `count`.
    error NoSuchMeeting(uint256 id, uint256 count);
    /// @notice The resolutions of meeting `id` are numbered from 1, and there are `count`: none is added after it was convened [M-1].
    error NoSuchResolution(uint256 id, uint256 resolution, uint256 count);
    /// @notice Versions of the terms are numbered from 0, and there are `count`.
    error NoSuchTermsVersion(uint256 version, uint256 count);
    /// @notice Demanding holders have `bonds`; 1/10 of `counted` is needed [M-2].
    error TooFewBonds(uint256 bonds, uint256 counted);
    /// @notice Each holder stands once, in ascending order of the addresses.
    error HoldersOutOfOrder(address previous, address holder);
    /// @notice The issuer's own bonds neither vote nor demand [M-2, M-3].
    error OwnBondsHaveNoVote(address account);
    /// @notice Demand `demandId` is answered by meeting `meetingId` [M-2].
    error DemandAnswered(uint256 demandId, uint256 meetingId);
    /// @notice Demand `demandId` asks for a meeting by `latestDay` [M-2].
    error TooLateForDemand(uint256 demandId, JstDay meetingDay, JstDay latestDay);
    /// @notice 21 whole days lie between notice and meeting, so `earliestDay` is the first possible day [M-1].
    error MeetingTooSoon(JstDay meetingDay, JstDay earliestDay);
    /// @notice A meeting decides on 1 to `most` proposals.
    error ProposalsOutOfBounds(uint256 count, uint256 most);
    /// @notice A hash of a document is missing.
    error DocumentMissing();
    /// @notice `caller` is neither the issuer nor the dealer.
    error NeitherIssuerNorDealer(address caller);
    /// @notice What the convener does is done by `convener`.
    error NotTheConvener(uint256 id, address convener, address caller);
    /// @notice The meeting is `state`, and this step needs another state.
    error WrongMeetingState(uint256 id, MeetingState state);
    /// @notice The resolution is `state`, and this step needs another state.
    error WrongResolutionState(uint256 id, uint256 resolution, ResolutionState state);
    /// @notice `holder` had `bonds` votes on the day; `votes` were entered for it [M-3].
    error MoreVotesThanBonds(address holder, uint256 votes, uint256 bonds);
    /// @notice `holder` held no bond on the day, so there is nothing to consent with.
    error NoVotes(address holder);
    /// @notice `day` must lie from `from` through `to`.
    error DayOutOfRange(JstDay day, JstDay from, JstDay to);
    /// @notice The application to the court was recorded already.
    error AlreadyApplied(uint256 id, uint256 resolution, JstDay applicationDay);
    /// @notice The court decides on an application, and none was recorded [M-3].
    error NotApplied(uint256 id, uint256 resolution);
    /// @notice A page must not be empty.
    error NothingToDo();

    /// @notice Records that `holders` demanded a meeting from the issuer by a document, with their bonds of now [M-2].
    /// @param holders in ascending order; the dealer may be among them, the issuer not
    /// @dev Dealer only.
    function demand(address[] calldata holders, bytes32 purposeHash, bytes32 reasonsHash) external returns (uint256 id);

    /// @notice Convenes a meeting in Tokyo, gives its notice, and has the register read on its day [M-1, M-3].
    /// @param noticeHash of the notice with the items of Companies Act 719; `noticeUri` where it is found
    /// @param demandId the demand that this meeting answers, or 0
    /// @dev Issuer only.
    function convene(
        JstDay meetingDay,
        bytes32 noticeHash,
        string calldata noticeUri,
        uint256 demandId,
        Proposal[] calldata proposals
    ) external returns (uint256 id);

    /// @notice As {convene}, by the holders whose demand the issuer has not answered, with the permission of the court [M-2].
    /// @dev Dealer only. Reverts with {DemandAnswered} if the issuer convened in time.
    function conveneByHolders(
        JstDay meetingDay,
        bytes32 noticeHash,
        string calldata noticeUri,
        uint256 demandId,
        bytes32 permissionHash,
        Proposal[] calldata proposals
    ) external returns (uint256 id);

    /// @notice Puts proposals to all holders for their written consent [M-3]. Their bonds are read on the coming `readingDay`.
    /// @dev Issuer or dealer.
    function proposeByConsent(JstDay readingDay, bytes32 documentHash, Proposal[] calldata proposals) external returns (uint256 id);

    /// @notice Cancels a meeting before its day, or a proposal by consent. A demand that it answered then stands unanswered.
    /// @dev The convener only.
    function cancel(uint256 id, bytes32 reasonHash) external;

    /// @notice Enters votes on a resolution, on the meeting day, in place of those entered before for the same holders [M-3].
    /// @param instructionsHash of the holders' instructions
    /// @dev Dealer only. Reverts with {WrongMeetingState} (Lapsed) if the notice was not complete in time [M-1].
    function vote(uint256 id, uint256 resolution, Ballot[] calldata ballots, bytes32 instructionsHash) external;

    /// @notice Records that `holders` consented in writing, each with all the bonds of the day; skips those who did before. When all votes have
    /// consented the resolution is deemed passed and takes effect without court approval (Companies Act 735-2).
    /// @dev Dealer only.
    function consent(uint256 id, uint256 resolution, address[] calldata holders, bytes32 documentHash) external;

    /// @notice Counts the votes, from the day after the meeting on. Anybody may call it: it is arithmetic.
    function tally(uint256 id) external;

    /// @notice Records that the convener applied for court approval on `applicationDay`; a late application is recorded as late.
    /// @dev The convener only.
    function recordApplication(uint256 id, uint256 resolution, JstDay applicationDay, bytes32 documentHash) external;

    /// @notice Records what the court decided on `decisionDay`. A resolution takes effect with its approval.
    /// @dev The convener only.
    function recordDecision(uint256 id, uint256 resolution, bool approved, JstDay decisionDay, bytes32 documentHash) external;

    /// @notice Demand `id`, counted from 1.
    function demandAt(uint256 id) external view returns (Demand memory);

    /// @notice How many demands were ever made.
    function demandCount() external view returns (uint256);

    /// @notice Meeting `id`, counted from 1.
    function meetingAt(uint256 id) external view returns (Meeting memory);

    /// @notice How many meetings were ever convened and proposals ever made for consent.
    function meetingCount() external view returns (uint256);

    /// @notice Where meeting `id` stands today; None if there is no such meeting.
    function stateOf(uint256 id) external view returns (MeetingState);

    /// @notice Resolution `resolution` of meeting `id`, both counted from 1.
    function resolutionAt(uint256 id, uint256 resolution) external view returns (Resolution memory);

    /// @notice How many resolutions meeting `id` decides on.
    function resolutionCount(uint256 id) external view returns (uint256);

    /// @notice The votes as they are, and whether the resolution passes with them: the function that {tally} uses. From the meeting day on.
    function countOf(uint256 id, uint256 resolution) external view returns (Count memory);

    /// @notice The votes of `holder`.
    function ballotOf(uint256 id, uint256 resolution, address holder) external view returns (Ballot memory);

    /// @notice Version `version` of the terms; version 0 is the terms as deployed.
    function termsVersionAt(uint256 version) external view returns (TermsVersion memory);

    /// @notice How many versions of the terms there are, at least 1.
    function termsVersionCount() external view returns (uint256);
}
