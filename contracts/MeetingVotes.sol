// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {MeetingConvening} from "./MeetingConvening.sol";
import {IBondholderMeeting} from "./interfaces/IBondholderMeeting.sol";
import {AccountKind, AccountWord} from "./types/AccountWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {MeetingState, ResolutionState} from "./types/Resolution.sol";

/// @title How holders decide: votes on the day, or the consent of all [M-3]
abstract contract MeetingVotes is MeetingConvening {
    /// @inheritdoc IBondholderMeeting
    function vote(uint256 id, uint256 resolution, Ballot[] calldata ballots, bytes32 instructionsHash) external restricted {
        _requireVoting(id, false);
        _requireDocument(instructionsHash);
        if (ballots.length == 0) revert NothingToDo();
        Resolution storage proposed = _resolution(id, resolution);
        JstDay day = _meeting(id).day;
        for (uint256 i = 0; i < ballots.length; ++i) {
            Ballot calldata ballot = ballots[i];
            uint256 votes = uint256(ballot.forBonds) + ballot.againstBonds + ballot.abstainBonds;
            uint256 bonds = _votesOf(ballot.holder, day);
            if (votes > bonds) revert MoreVotesThanBonds(ballot.holder, votes, bonds);
            Ballot memory before = _ballots[id][resolution][ballot.holder];
            before.holder = ballot.holder;
            proposed.forBonds = proposed.forBonds - before.forBonds + ballot.forBonds;
            proposed.againstBonds = proposed.againstBonds - before.againstBonds + ballot.againstBonds;
            proposed.abstainBonds = proposed.abstainBonds - before.abstainBonds + ballot.abstainBonds;
            _ballots[id][resolution][ballot.holder] = ballot;
            emit Voted(id, resolution, ballot.holder, before, ballot, instructionsHash);
        }
    }

    /// @inheritdoc IBondholderMeeting
    function consent(uint256 id, uint256 resolution, address[] calldata holders, bytes32 documentHash) external restricted {
        _requireVoting(id, true);
        _requireDocument(documentHash);
        if (holders.length == 0) revert NothingToDo();
        Resolution storage proposed = _resolution(id, resolution);
        if (proposed.state != ResolutionState.Proposed) revert WrongResolutionState(id, resolution, proposed.state);
        JstDay day = _meeting(id).day;
        for (uint256 i = 0; i < holders.length; ++i) {
            if (_ballots[id][resolution][holders[i]].forBonds != 0) continue;
            uint32 bonds = uint32(_votesOf(holders[i], day));
            if (bonds == 0) revert NoVotes(holders[i]);
            _ballots[id][resolution][holders[i]] = Ballot(holders[i], bonds, 0, 0);
            proposed.forBonds += bonds;
            emit Consented(id, resolution, holders[i], bonds, documentHash);
        }
        if (proposed.forBonds == _allBonds(day)) _decide(id, resolution, true, _today(), documentHash);
    }

    /// @inheritdoc IBondholderMeeting
    function tally(uint256 id) external {
        Meeting storage meeting = _meeting(id);
        if (stateOf(id) != MeetingState.Ended) revert WrongMeetingState(id, stateOf(id));
        meeting.tallied = true;
        uint256 allBonds = _allBonds(meeting.day);
        for (uint256 number = 1; number <= resolutionCount(id); ++number) {
            Resolution storage resolution = _resolution(id, number);
            Count memory count = _count(resolution, allBonds);
            resolution.state = count.passes ? ResolutionState.Passed : ResolutionState.Rejected;
            emit Tallied(id, number, count);
        }
    }

    function _requireVoting(uint256 id, bool byConsent) private view {
        MeetingState state = stateOf(id);
        if (_meeting(id).byConsent != byConsent || state != MeetingState.Voting) revert WrongMeetingState(id, state);
    }

    /// @dev The votes of `holder`: his bonds at 00:00 of the day, whatever he has now.
    function _votesOf(address holder, JstDay day) private view returns (uint256) {
        address[] memory accounts = new address[](1);
        accounts[0] = holder;
        AccountWord word = token.wordsOf(accounts)[0];
        if (word.isKind(AccountKind.Issuer)) revert OwnBondsHaveNoVote(holder);
        return token.bondsOn(day, holder);
    }
}
