// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {MeetingBook} from "./MeetingBook.sol";
import {IBondholderMeeting} from "./interfaces/IBondholderMeeting.sol";
import {IBondGate, IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {MeetingRules} from "./libraries/MeetingRules.sol";
import {AccountKind, AccountWord, MOST_READINGS} from "./types/AccountWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {MeetingState} from "./types/Resolution.sol";

/// @title How a meeting comes about: demanded, convened, cancelled [M-1, M-2]
abstract contract MeetingConvening is MeetingBook, AccessManaged {
    /// @notice Where meetings are held [M-1]; the notice names the hall.
    string public constant PLACE = "Tokyo";
    /// @notice How many proposals one meeting may decide on, so that a tally always fits into a transaction.
    uint256 public constant MOST_PROPOSALS = 32;
    /// @notice How many readings of the register are kept for meetings that a court permitted holders to convene, so that no other can use all
    /// of them up before [M-2].
    uint256 public constant READINGS_FOR_HOLDERS = 32;

    Demand[] private _demands;

    // ---- demands [M-2]

    /// @inheritdoc IBondholderMeeting
    function demand(address[] calldata holders, bytes32 purposeHash, bytes32 reasonsHash) external restricted returns (uint256 id) {
        _requireDocument(purposeHash);
        _requireDocument(reasonsHash);
        uint256 bonds = _bondsNow(holders);
        IERC20 units = IERC20(address(token));
        uint256 counted = units.totalSupply() - units.balanceOf(_party(false));
        if (!MeetingRules.mayDemand(bonds, counted)) revert TooFewBonds(bonds, counted);
        _demands.push(Demand(_today(), uint32(bonds), uint32(counted), 0, purposeHash, reasonsHash));
        id = _demands.length;
        emit MeetingDemanded(id, bonds, counted, holders, purposeHash, reasonsHash);
    }

    /// @inheritdoc IBondholderMeeting
    function demandAt(uint256 id) external view returns (Demand memory) {
        return _demand(id);
    }

    /// @inheritdoc IBondholderMeeting
    function demandCount() external view returns (uint256) {
        return _demands.length;
    }

    // ---- convening [M-1]

    /// @inheritdoc IBondholderMeeting
    function convene(
        JstDay meetingDay,
        bytes32 noticeHash,
        string calldata noticeUri,
        uint256 demandId,
        Proposal[] calldata proposals
    ) external restricted returns (uint256 id) {
        if (demandId != 0) {
            JstDay latestDay = MeetingRules.latestMeetingDay(_unanswered(demandId).demandDay);
            if (meetingDay > latestDay) revert TooLateForDemand(demandId, meetingDay, latestDay);
        }
        return _convene(Meeting(meetingDay, _today(), false, false, false, false, 0, uint32(demandId), 0), noticeHash, noticeUri, proposals);
    }

    /// @inheritdoc IBondholderMeeting
    function conveneByHolders(
        JstDay meetingDay,
        bytes32 noticeHash,
        string calldata noticeUri,
        uint256 demandId,
        bytes32 permissionHash,
        Proposal[] calldata proposals
    ) external restricted returns (uint256 id) {
        _unanswered(demandId);
        _requireDocument(permissionHash);
        Meeting memory meeting = Meeting(meetingDay, _today(), true, false, false, false, 0, uint32(demandId), permissionHash);
        return _convene(meeting, noticeHash, noticeUri, proposals);
    }

    /// @inheritdoc IBondholderMeeting
    function proposeByConsent(JstDay readingDay, bytes32 documentHash, Proposal[] calldata proposals) external returns (uint256 id) {
        bool byDealer = msg.sender == _party(true);
        if (!byDealer && msg.sender != _party(false)) revert NeitherIssuerNorDealer(msg.sender);
        _requireDocument(documentHash);
        _requireProposals(proposals);
        id = _add(Meeting(readingDay, _today(), byDealer, true, false, false, 0, 0, documentHash), proposals);
        emit ConsentAsked(id, readingDay, msg.sender, documentHash, proposals);
        _readOn(readingDay, false);
    }

    /// @inheritdoc IBondholderMeeting
    function cancel(uint256 id, bytes32 reasonHash) external {
        _requireConvener(id);
        _requireDocument(reasonHash);
        Meeting storage meeting = _meeting(id);
        MeetingState state = stateOf(id);
        bool isOpen = state == MeetingState.Convened || (meeting.byConsent && state == MeetingState.Voting);
        if (!isOpen) revert WrongMeetingState(id, state);
        meeting.cancelled = true;
        emit MeetingCancelled(id, reasonHash);
    }

    function _convene(
        Meeting memory meeting,
        bytes32 noticeHash,
        string calldata noticeUri,
        Proposal[] calldata proposals
    ) private returns (uint256 id) {
        JstDay earliestDay = MeetingRules.earliestMeetingDay(_today());
        if (meeting.day < earliestDay) revert MeetingTooSoon(meeting.day, earliestDay);
        _requireProposals(proposals);
        meeting.noticeId = uint32(notices.giveForMeeting(meeting.byDealer, noticeHash, noticeUri));
        id = _add(meeting, proposals);
        if (meeting.demandId != 0) _demands[meeting.demandId - 1].meetingId = uint32(id);
        emit MeetingConvened(id, meeting.day, msg.sender, PLACE, meeting.noticeId, meeting.demandId, proposals);
        _readOn(meeting.day, meeting.byDealer);
    }

    /// @dev A day that is read already is not one more reading.
    function _readOn(JstDay day, bool byHolders) private {
        uint256 before = token.meetingDays().length;
        token.readOn(day);
        uint256 count = token.meetingDays().length;
        (uint256 readings, uint256 most) = (token.paymentCount() + count, MOST_READINGS - READINGS_FOR_HOLDERS);
        if (!byHolders && count > before && readings > most) revert IBondGate.TooManyReadings(readings, most);
    }

    // ---- one rule each

    function _requireProposals(Proposal[] calldata proposals) private view {
        if (!token.isIssued() || token.isRedeemed()) revert IBondToken.NothingOutstanding();
        if (proposals.length == 0 || proposals.length > MOST_PROPOSALS) revert ProposalsOutOfBounds(proposals.length, MOST_PROPOSALS);
    }

    /// @dev The bonds that `holders` have now. Ascending order keeps anyone from being counted twice.
    function _bondsNow(address[] calldata holders) private view returns (uint256 bonds) {
        AccountWord[] memory words = token.wordsOf(holders);
        for (uint256 i = 0; i < words.length; ++i) {
            if (i > 0 && holders[i] <= holders[i - 1]) revert HoldersOutOfOrder(holders[i - 1], holders[i]);
            if (words[i].kind() == AccountKind.None) revert IBondRegister.AccountUnknown(holders[i]);
            if (words[i].isKind(AccountKind.Issuer)) revert OwnBondsHaveNoVote(holders[i]);
            bonds += words[i].held();
        }
    }

    function _demand(uint256 id) private view returns (Demand storage) {
        if (id == 0 || id > _demands.length) revert NoSuchDemand(id, _demands.length);
        return _demands[id - 1];
    }

    /// @dev A meeting that was cancelled, or whose notice came too late, is no answer [M-2].
    function _unanswered(uint256 id) private view returns (Demand storage asked) {
        asked = _demand(id);
        MeetingState state = stateOf(asked.meetingId);
        bool isOpen = state == MeetingState.None || state == MeetingState.Cancelled || state == MeetingState.Lapsed;
        if (!isOpen) revert DemandAnswered(id, asked.meetingId);
    }
}
