// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {MeetingBook} from "./MeetingBook.sol";
import {MeetingVotes} from "./MeetingVotes.sol";
import {IBondholderMeeting} from "./interfaces/IBondholderMeeting.sol";
import {IBondNotices} from "./interfaces/IBondNotices.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {MeetingRules} from "./libraries/MeetingRules.sol";
import {JstDay} from "./types/JstDay.sol";
import {ResolutionState} from "./types/Resolution.sol";

/// @title Meetings of the holders
/// @notice Read upwards: this contract keeps what the court says; {MeetingVotes} counts, {MeetingConvening} says how a meeting comes about,
/// {MeetingBook} keeps what is known of it.
contract BondholderMeeting is MeetingVotes {
    constructor(address authority, IBondToken token_, IBondNotices notices_) MeetingBook(token_, notices_) AccessManaged(authority) {}

    /// @inheritdoc IBondholderMeeting
    function recordApplication(uint256 id, uint256 resolution, JstDay applicationDay, bytes32 documentHash) external {
        _requireConvener(id);
        _requireDocument(documentHash);
        Resolution storage passed = _passed(id, resolution);
        if (passed.applicationDay != NOT_YET) revert AlreadyApplied(id, resolution, passed.applicationDay);
        JstDay meetingDay = _meeting(id).day;
        _requireWithin(applicationDay, meetingDay);
        passed.applicationDay = applicationDay;
        JstDay latestDay = MeetingRules.latestApplicationDay(meetingDay);
        emit ApplicationRecorded(id, resolution, applicationDay, latestDay, applicationDay > latestDay, documentHash);
    }

    /// @inheritdoc IBondholderMeeting
    function recordDecision(uint256 id, uint256 resolution, bool approved, JstDay decisionDay, bytes32 documentHash) external {
        _requireConvener(id);
        _requireDocument(documentHash);
        Resolution storage passed = _passed(id, resolution);
        if (passed.applicationDay == NOT_YET) revert NotApplied(id, resolution);
        _requireWithin(decisionDay, passed.applicationDay);
        _decide(id, resolution, approved, decisionDay, documentHash);
    }

    function _passed(uint256 id, uint256 number) private view returns (Resolution storage resolution) {
        resolution = _resolution(id, number);
        if (resolution.state != ResolutionState.Passed) revert WrongResolutionState(id, number, resolution.state);
    }

    /// @dev What is recorded has happened, and not before what it rests on.
    function _requireWithin(JstDay day, JstDay from) private view {
        if (day < from || day > _today()) revert DayOutOfRange(day, from, _today());
    }
}
