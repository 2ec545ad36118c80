// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IPartyAccounts} from "./interfaces/IBondAuthority.sol";
import {IBondholderMeeting} from "./interfaces/IBondholderMeeting.sol";
import {IBondNotices} from "./interfaces/IBondNotices.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {MeetingRules} from "./libraries/MeetingRules.sol";
import {JstDay, jstDayOf} from "./types/JstDay.sol";
import {MeetingState, ResolutionState, isSpecial} from "./types/Resolution.sol";

/// @title What is kept of meetings, resolutions and versions of the terms
/// @dev The state of a meeting is told from its day and its notice; only cancelling and counting are stored.
abstract contract MeetingBook is IBondholderMeeting {
    IBondToken public immutable token;
    IBondNotices public immutable notices;

    Meeting[] private _meetings;
    TermsVersion[] private _amendments;
    mapping(uint256 id => Resolution[] resolutions) private _resolutions;
    mapping(uint256 id => mapping(uint256 resolution => mapping(address holder => Ballot ballot))) internal _ballots;

    JstDay internal constant NOT_YET = JstDay.wrap(0);

    constructor(IBondToken token_, IBondNotices notices_) {
        (token, notices) = (token_, notices_);
    }

    // ---- reading

    /// @inheritdoc IBondholderMeeting
    function meetingAt(uint256 id) external view returns (Meeting memory) {
        return _meeting(id);
    }

    /// @inheritdoc IBondholderMeeting
    function meetingCount() public view returns (uint256) {
        return _meetings.length;
    }

    /// @inheritdoc IBondholderMeeting
    function stateOf(uint256 id) public view returns (MeetingState) {
        if (id == 0 || id > _meetings.length) return MeetingState.None;
        Meeting memory meeting = _meetings[id - 1];
        if (meeting.cancelled) return MeetingState.Cancelled;
        if (meeting.tallied) return MeetingState.Tallied;
        if (!meeting.byConsent && _isNotifiedTooLate(meeting)) return MeetingState.Lapsed;
        if (_today() < meeting.day) return MeetingState.Convened;
        return meeting.byConsent || _today() == meeting.day ? MeetingState.Voting : MeetingState.Ended;
    }

    /// @inheritdoc IBondholderMeeting
    function resolutionAt(uint256 id, uint256 resolution) external view returns (Resolution memory) {
        return _resolution(id, resolution);
    }

    /// @inheritdoc IBondholderMeeting
    function resolutionCount(uint256 id) public view returns (uint256) {
        return _resolutions[id].length;
    }

    /// @inheritdoc IBondholderMeeting
    function countOf(uint256 id, uint256 resolution) external view returns (Count memory) {
        return _count(_resolution(id, resolution), _allBonds(_meeting(id).day));
    }

    /// @inheritdoc IBondholderMeeting
    function ballotOf(uint256 id, uint256 resolution, address holder) external view returns (Ballot memory ballot) {
        _resolution(id, resolution);
        ballot = _ballots[id][resolution][holder];
        ballot.holder = holder;
    }

    /// @inheritdoc IBondholderMeeting
    function termsVersionAt(uint256 version) external view returns (TermsVersion memory) {
        if (version > _amendments.length) revert NoSuchTermsVersion(version, termsVersionCount());
        if (version == 0) return TermsVersion(token.termsHash(), 0, 0, token.terms().schedule.closingDay);
        return _amendments[version - 1];
    }

    /// @inheritdoc IBondholderMeeting
    function termsVersionCount() public view returns (uint256) {
        return _amendments.length + 1;
    }

    // ---- changes

    /// @dev Proposals are added here and nowhere else, so nothing can be decided that the notice did not name [M-1].
    function _add(Meeting memory meeting, Proposal[] calldata proposals) internal returns (uint256 id) {
        _meetings.push(meeting);
        id = _meetings.length;
        for (uint256 i = 0; i < proposals.length; ++i) {
            Proposal calldata each = proposals[i];
            if (each.proposalHash == bytes32(0)) revert DocumentMissing();
            _resolutions[id].push(Resolution(each.matter, ResolutionState.Proposed, NOT_YET, NOT_YET, 0, 0, 0, each.proposalHash, each.newTermsHash));
        }
    }

    /// @dev The one place where a resolution takes effect [M-3].
    function _decide(uint256 id, uint256 number, bool approved, JstDay decisionDay, bytes32 documentHash) internal {
        Resolution storage resolution = _resolution(id, number);
        resolution.state = approved ? ResolutionState.Approved : ResolutionState.Refused;
        resolution.decisionDay = decisionDay;
        emit ResolutionDecided(id, number, approved, decisionDay, documentHash);
        if (!approved || resolution.newTermsHash == bytes32(0)) return;
        _amendments.push(TermsVersion(resolution.newTermsHash, uint32(id), uint32(number), decisionDay));
        emit TermsAmended(_amendments.length, resolution.newTermsHash, id, number, decisionDay);
    }

    // ---- one rule each

    /// @dev Asked for the view and for the tally alike [M-3].
    function _count(Resolution memory resolution, uint256 allBonds) internal pure returns (Count memory) {
        uint256 forBonds = resolution.forBonds;
        uint256 presentBonds = forBonds + resolution.againstBonds + resolution.abstainBonds;
        return Count(forBonds, presentBonds, allBonds, MeetingRules.passes(isSpecial(resolution.matter), forBonds, presentBonds, allBonds));
    }

    /// @dev All votes: what was outstanding at 00:00 of the day, without the issuer's own [M-3].
    function _allBonds(JstDay day) internal view returns (uint256) {
        return token.supplyOn(day) - token.ownBondsOn(day);
    }

    /// @dev Known before the day of the meeting: from the day on which the notice was late, or can no longer be in time [M-1].
    function _isNotifiedTooLate(Meeting memory meeting) private view returns (bool) {
        JstDay completed = notices.completedDay(meeting.noticeId);
        return MeetingRules.earliestMeetingDay(completed == NOT_YET ? _today() : completed) > meeting.day;
    }

    function _party(bool dealer) internal view returns (address) {
        IPartyAccounts parties = IPartyAccounts(address(token));
        return dealer ? parties.dealer() : parties.issuer();
    }

    function _requireConvener(uint256 id) internal view {
        address convener = _party(_meeting(id).byDealer);
        if (msg.sender != convener) revert NotTheConvener(id, convener, msg.sender);
    }

    function _requireDocument(bytes32 hash) internal pure {
        if (hash == bytes32(0)) revert DocumentMissing();
    }

    function _meeting(uint256 id) internal view returns (Meeting storage) {
        if (id == 0 || id > _meetings.length) revert NoSuchMeeting(id, _meetings.length);
        return _meetings[id - 1];
    }

    function _resolution(uint256 id, uint256 number) internal view returns (Resolution storage) {
        _meeting(id);
        uint256 count = _resolutions[id].length;
        if (number == 0 || number > count) revert NoSuchResolution(id, number, count);
        return _resolutions[id][number - 1];
    }

    function _today() internal view returns (JstDay) {
        return jstDayOf(block.timestamp);
    }
}
