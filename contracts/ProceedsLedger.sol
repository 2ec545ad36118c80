// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IBondOffering} from "./interfaces/IBondOffering.sol";
import {IBondToken} from "./interfaces/IBondToken.sol";
import {IProceedsLedger} from "./interfaces/IProceedsLedger.sol";
import {GreenDates} from "./libraries/GreenDates.sol";
import {ProjectBook} from "./ProjectBook.sol";
import {JstDay} from "./types/JstDay.sol";
import {Entry, EntryKind, Quarter} from "./types/Proceeds.sol";
import {NO_YEN, Yen} from "./types/Yen.sol";

/// @title Where the money went
contract ProceedsLedger is IProceedsLedger, ProjectBook {
    IBondToken public immutable token;
    IBondOffering public immutable offering;
    /// @inheritdoc IProceedsLedger
    Yen public immutable netYen;

    /// @inheritdoc IProceedsLedger
    Yen public refinancedYen;
    /// @inheritdoc IProceedsLedger
    JstDay public plannedDay;
    /// @inheritdoc IProceedsLedger
    JstDay public nextQuarterDay;

    Entry[] private _entries;
    Quarter[] private _quarters;

    constructor(
        address authority,
        IBondToken token_,
        IBondOffering offering_
    ) AccessManaged(authority) ProjectBook(token_.terms().schedule.closingDay) {
        (token, offering, netYen) = (token_, offering_, offering_.netProceedsYen());
        _balances[CASH][false] = netYen; // G-3: all of it begins in cash
        nextQuarterDay = GreenDates.quarterEndAtOrAfter(_closingDay);
    }

    // ---- the journal

    /// @inheritdoc IProceedsLedger
    function allocate(bytes32 projectId, bytes32 holding, Yen yen, bool refinancing, bytes32 documentHash) external restricted {
        _requireHolding(holding);
        _known(projectId);
        _post(Entry(EntryKind.Allocation, _today(), yen, holding, projectId, false, refinancing, documentHash));
    }

    /// @inheritdoc IProceedsLedger
    function release(bytes32 projectId, bool refinancing, bytes32 holding, Yen yen, bytes32 reasonHash) external restricted {
        _requireHolding(holding);
        _requireWay(projectId, holding);
        _post(Entry(EntryKind.Release, _today(), yen, projectId, holding, refinancing, false, reasonHash));
    }

    /// @inheritdoc IProceedsLedger
    function reallocate(bytes32 from, bool fromRefinancing, bytes32 to, bool toRefinancing, Yen yen, bytes32 reasonHash) external restricted {
        _known(to);
        _requireWay(from, to);
        _post(Entry(EntryKind.Reallocation, _today(), yen, from, to, fromRefinancing, toRefinancing, reasonHash));
    }

    /// @inheritdoc IProceedsLedger
    function moveUnallocated(bytes32 fromHolding, bytes32 toHolding, Yen yen, bytes32 documentHash) external restricted {
        _requireHolding(fromHolding);
        _requireHolding(toHolding);
        _post(Entry(EntryKind.Holding, _today(), yen, fromHolding, toHolding, false, false, documentHash));
    }

    /// @dev The only place that changes a balance: what one account loses another gains.
    function _post(Entry memory entry) private {
        if (!token.isIssued()) revert ProceedsNotReceived();
        if (entry.yen == NO_YEN) revert NothingMoved();
        _requireEvidence(entry.documentHash);
        if (entry.from == entry.to && entry.fromRefinancing == entry.toRefinancing) revert SameBalance(entry.from, entry.fromRefinancing);
        Yen balance = _balances[entry.from][entry.fromRefinancing];
        if (balance < entry.yen) revert BalanceTooSmall(entry.from, entry.fromRefinancing, balance, entry.yen);
        _balances[entry.from][entry.fromRefinancing] = balance - entry.yen;
        _balances[entry.to][entry.toRefinancing] = _balances[entry.to][entry.toRefinancing] + entry.yen;
        if (entry.fromRefinancing) refinancedYen = refinancedYen - entry.yen;
        if (entry.toRefinancing) refinancedYen = refinancedYen + entry.yen;
        _entries.push(entry);
        emit EntryPosted(
            _entries.length,
            entry.kind,
            entry.from,
            entry.fromRefinancing,
            entry.to,
            entry.toRefinancing,
            entry.yen,
            entry.documentHash
        );
    }

    // ---- what is not allocated

    /// @inheritdoc IProceedsLedger
    function planRest(JstDay plannedDay_, bytes32 documentHash) external restricted {
        if (plannedDay_ < _today()) revert PlannedDayPassed(plannedDay_, _today());
        _requireEvidence(documentHash);
        emit RestPlanned(plannedDay, plannedDay_, documentHash);
        plannedDay = plannedDay_;
    }

    /// @inheritdoc IProceedsLedger
    function trackQuarter(JstDay quarterEndDay, bytes32 documentHash) external restricted {
        if (quarterEndDay != nextQuarterDay) revert NotTheNextQuarter(quarterEndDay, nextQuarterDay);
        if (quarterEndDay >= _today()) revert QuarterNotOver(quarterEndDay, _today());
        _requireEvidence(documentHash);
        (Yen cashYen, Yen cashEquivalentsYen) = holdingsOn(quarterEndDay);
        _quarters.push(Quarter(quarterEndDay, _today(), cashYen, cashEquivalentsYen, documentHash));
        nextQuarterDay = GreenDates.quarterEndAtOrAfter(quarterEndDay.plus(1));
        emit QuarterTracked(quarterEndDay, cashYen, cashEquivalentsYen, documentHash);
    }

    /// @inheritdoc IProceedsLedger
    function discloseEvent(bytes32 documentHash, string calldata uri) external restricted {
        _requireEvidence(documentHash);
        emit MaterialEventDisclosed(unallocatedYen(), documentHash, uri);
    }

    // ---- reading

    /// @inheritdoc IProceedsLedger
    function allocatedYen() external view returns (Yen) {
        return netYen - unallocatedYen();
    }

    /// @inheritdoc IProceedsLedger
    function unallocatedYen() public view returns (Yen) {
        return _balances[CASH][false] + _balances[CASH_EQUIVALENTS][false];
    }

    /// @inheritdoc IProceedsLedger
    function balanceYen(bytes32 account, bool refinancing) external view returns (Yen) {
        return _balances[account][refinancing];
    }

    /// @inheritdoc IProceedsLedger
    /// @dev Undoes the entries that came after it, newest first, so that no balance is ever negative on the way.
    function holdingsOn(JstDay day) public view returns (Yen cashYen, Yen cashEquivalentsYen) {
        cashYen = _balances[CASH][false];
        cashEquivalentsYen = _balances[CASH_EQUIVALENTS][false];
        for (uint256 i = _entries.length; i > 0 && _entries[i - 1].day > day; --i) {
            Entry storage entry = _entries[i - 1];
            cashYen = _before(entry, CASH, cashYen);
            cashEquivalentsYen = _before(entry, CASH_EQUIVALENTS, cashEquivalentsYen);
        }
    }

    /// @inheritdoc IProceedsLedger
    function entryCount() external view returns (uint256) {
        return _entries.length;
    }

    /// @inheritdoc IProceedsLedger
    function entriesAt(uint256 offset, uint256 limit) external view returns (Entry[] memory entries) {
        entries = new Entry[](_pageSize(_entries.length, offset, limit));
        for (uint256 i = 0; i < entries.length; ++i) entries[i] = _entries[offset + i];
    }

    /// @inheritdoc IProceedsLedger
    function quarterCount() external view returns (uint256) {
        return _quarters.length;
    }

    /// @inheritdoc IProceedsLedger
    function quartersAt(uint256 offset, uint256 limit) external view returns (Quarter[] memory quarters) {
        quarters = new Quarter[](_pageSize(_quarters.length, offset, limit));
        for (uint256 i = 0; i < quarters.length; ++i) quarters[i] = _quarters[offset + i];
    }

    // ---- small things

    /// @dev What `account` had before `entry` left it with `balance`.
    function _before(Entry storage entry, bytes32 account, Yen balance) private view returns (Yen) {
        if (entry.from == account) return balance + entry.yen;
        return entry.to == account ? balance - entry.yen : balance;
    }

    /// @dev The money of a project that names substitutes leaves it for one of them only, so not for a holding either [G-5].
    function _requireWay(bytes32 from, bytes32 to) private view {
        bytes32[] storage substitutes = _known(from).substitutes;
        bool fits = substitutes.length == 0 || to == from;
        for (uint256 i = 0; i < substitutes.length && !fits; ++i) fits = substitutes[i] == to;
        if (!fits) revert NotASubstitute(from, to);
    }

    function _requireHolding(bytes32 account) private pure {
        if (!_isHolding(account)) revert NoSuchHolding(account);
    }

    function _requireEvidence(bytes32 documentHash) private pure {
        if (documentHash == bytes32(0)) revert EvidenceMissing();
    }
}
