// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondGate} from "./BondGate.sol";
import {IBusinessCalendar} from "./interfaces/IBusinessCalendar.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {AccountKind, AccountWord, PREPARED, firstReadingOf, groupOf, newAccountWord} from "./types/AccountWord.sol";
import {ScheduleTerms} from "./types/BondTerms.sol";
import {JstDay} from "./types/JstDay.sol";

/// @title The accounts of the register, and what each held whenever it was read
/// @dev A holding is saved only when it first changes after a reading: every change of a holding goes through {_broughtTo} first, forced moves
/// inside a closed window included.
abstract contract BondRegister is BondGate, IBondToken {
    /// @dev One slot, wrapped so that its place need be computed only once for reading and writing.
    struct Account {
        AccountWord word;
    }

    /// @dev The whole issue as if it were an account: what is outstanding, and was at each reading.
    AccountWord internal _issue;
    mapping(address account => Account stored) internal _accounts;
    /// @dev Words of earlier groups of readings; those of the whole issue stand under the zero address.
    mapping(address account => mapping(uint256 group => AccountWord word)) private _filed;
    address[] private _register;

    constructor(IBusinessCalendar calendar_, ScheduleTerms memory terms_) BondGate(calendar_, terms_) {}

    /// @inheritdoc IBondRegister
    function bondsAtRecord(uint256 index, address account) external view returns (uint256) {
        _requirePassed(index);
        return _bondsAt(_readingOf(index), account, _accounts[account].word);
    }

    /// @inheritdoc IBondRegister
    function supplyAtRecord(uint256 index) external view returns (uint256) {
        _requirePassed(index);
        return _bondsAt(_readingOf(index), address(0), _issue);
    }

    /// @inheritdoc IBondRegister
    function bondsOn(JstDay meetingDay, address account) public view returns (uint256) {
        return _bondsAt(_readingOn(meetingDay), account, _accounts[account].word);
    }

    /// @inheritdoc IBondRegister
    function supplyOn(JstDay meetingDay) external view returns (uint256) {
        return _bondsAt(_readingOn(meetingDay), address(0), _issue);
    }

    /// @inheritdoc IBondRegister
    function entriesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Entry[] memory entries) {
        entries = new Entry[](_pageLength(offset, limit));
        uint256 reading = _readingOrNow(index);
        for (uint256 i = 0; i < entries.length; ++i) entries[i] = _entryOf(_register[offset + i], reading);
    }

    /// @inheritdoc IBondRegister
    function wordsAt(uint256 index, uint256 offset, uint256 limit) external view returns (AccountWord[] memory words, uint256[] memory bonds) {
        uint256 length = _pageLength(offset, limit);
        uint256 reading = _readingOrNow(index);
        (words, bonds) = (new AccountWord[](length), new uint256[](length));
        for (uint256 i = 0; i < length; ++i) {
            address account = _register[offset + i];
            words[i] = _accounts[account].word;
            bonds[i] = _bondsAt(reading, account, words[i]);
        }
    }

    /// @inheritdoc IBondRegister
    function wordsOf(address[] calldata accounts) external view returns (AccountWord[] memory words) {
        words = new AccountWord[](accounts.length);
        for (uint256 i = 0; i < words.length; ++i) words[i] = _accounts[accounts[i]].word;
    }

    /// @inheritdoc IBondRegister
    function accountCount() external view returns (uint256) {
        return _register.length;
    }

    // ---- changes

    /// @dev The word of an account, or of the whole issue, with its present bonds written down for the readings that passed since it
    /// last changed. If those reach into another group of eight, the group that it carries is filed first; groups in between are not: they say
    /// what the new one begins with.
    function _broughtTo(uint256 readings, address account, AccountWord word) internal returns (AccountWord) {
        uint256 passed = word.readingsPassed();
        if (passed == readings) return word;
        uint256 group = groupOf(readings);
        uint256 first = passed + 1;
        if (firstReadingOf(group) > passed) {
            first = firstReadingOf(group);
            if (passed != 0) _file(account, groupOf(passed), word);
        }
        return word.withReadings(first, readings);
    }

    /// @dev The readings after the last that `word` knows, through the end of its group, passed with the bonds that it carries.
    function _file(address account, uint256 group, AccountWord word) private {
        uint256 last = firstReadingOf(group + 1) - 1;
        uint256 passed = word.readingsPassed();
        _filed[account][group] = passed == last ? word : word.withReadings(passed + 1, last);
    }

    /// @dev Stores `word` with `bonds` fewer. The rules were asked before; this only keeps the books.
    function _take(uint256 readings, address account, Account storage stored, AccountWord word, uint256 bonds) internal {
        stored.word = _broughtTo(readings, account, word).minusBonds(bonds);
    }

    /// @dev Stores `word` with `bonds` more.
    function _give(uint256 readings, address account, Account storage stored, AccountWord word, uint256 bonds) internal {
        stored.word = _broughtTo(readings, account, word).plusBonds(bonds);
    }

    function _admit(address account, AccountKind kind, uint8 taxClass) internal {
        if (account == address(0)) revert AccountIsZero();
        if (account.code.length != 0) revert AccountIsContract(account);
        if (_accounts[account].word.kind() != AccountKind.None) revert AccountKnown(account);
        uint256 number = _register.length;
        uint256 readings = _readingsNow();
        _accounts[account].word = newAccountWord(kind, taxClass, number, readings);
        _register.push(account);
        if (kind == AccountKind.Dealer) _prepareFiling(account, readings);
        emit AccountAdmitted(account, kind, number, taxClass);
    }

    /// @dev The dealer is a party to every transfer, so the slots of its filed words are paid for here and not by whoever trades when one is due:
    /// those of the groups from that of reading `from` to the one before the last.
    function _prepareFiling(address account, uint256 from) internal {
        uint256 last = groupOf(_readingCount());
        for (uint256 group = from == 0 ? 0 : groupOf(from); group < last; ++group) {
            if (!_filed[account][group].isFiled()) _filed[account][group] = PREPARED;
        }
    }

    // ---- small things

    function _known(address account) internal view returns (AccountWord word) {
        word = _accounts[account].word;
        if (word.kind() == AccountKind.None) revert AccountUnknown(account);
    }

    function _requirePassed(uint256 index) private view {
        _requireDate(index);
        uint256 passed = recordDaysPassed();
        if (index > passed) revert RecordDayNotReached(index, passed);
    }

    function _readingOrNow(uint256 index) private view returns (uint256) {
        return index == 0 ? type(uint256).max : _readingOf(index);
    }

    /// @dev The bonds at a reading; if that has not come, as they stand now.
    function _bondsAt(uint256 reading, address account, AccountWord word) private view returns (uint256) {
        if (word.isBurnedBefore(reading)) return 0;
        uint256 passed = word.readingsPassed();
        if (reading > passed) return word.bonds();
        uint256 group = groupOf(reading);
        while (group < groupOf(passed)) {
            AccountWord filed = _filed[account][group];
            if (filed.isFiled()) return filed.bondsAtReading(reading);
            reading = firstReadingOf(++group); // nothing changed in a group that was not filed
        }
        return word.bondsAtReading(reading);
    }

    function _pageLength(uint256 offset, uint256 limit) private view returns (uint256) {
        uint256 left = offset < _register.length ? _register.length - offset : 0;
        return limit < left ? limit : left;
    }

    function _entryOf(address account, uint256 reading) private view returns (Entry memory) {
        AccountWord word = _accounts[account].word;
        uint256 bonds = _bondsAt(reading, account, word);
        return Entry(account, word.number(), word.kind(), word.status(), word.taxClass(), bonds, word.held(), word.frozen());
    }
}
