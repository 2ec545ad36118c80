// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {BondDates} from "./BondDates.sol";
import {IBondPayments} from "./interfaces/IBondPayments.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {EntitlementLib} from "./libraries/EntitlementLib.sol";
import {PaymentLines} from "./libraries/PaymentLines.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {BondTerms} from "./types/BondTerms.sol";
import {JstDay} from "./types/JstDay.sol";
import {LineState, OWN_BONDS, PaymentLine, newPaymentLine} from "./types/PaymentLine.sol";
import {InterestPerYenE13, NO_YEN, Yen} from "./types/Yen.sol";

/// @title What is due on each payment date, and what became of it
contract BondPayments is BondDates, IBondPayments, AccessManaged {
    using PaymentLines for PaymentLines.Lines;
    using PaymentLines for PaymentLines.Cursor;
    using EntitlementLib for PaymentLine;

    /// @notice The reason recorded when a suspended holder is not paid.
    bytes32 public constant SUSPENDED = "account suspended";

    IBondToken public immutable token;

    Yen private immutable _denomination;
    uint24[] private _taxRates;

    /// @dev What is stored of a date; one slot.
    struct Progress {
        uint24 fixedAccounts;
        uint24 fixedBonds;
        uint24 openLines;
        bool fixedAll;
        bool closed;
        Yen dueYen;
        Yen fundedYen;
    }

    mapping(uint256 index => Progress progress) private _progress;
    mapping(uint256 index => PaymentLines.Lines lines) private _lines;

    constructor(address authority, IBondToken token_) BondDates(token_.calendar(), token_.terms().schedule) AccessManaged(authority) {
        BondTerms memory terms = token_.terms();
        (token, _denomination) = (token_, terms.denominationYen);
        for (uint256 i = 0; i < terms.taxClasses.length; ++i) _taxRates.push(terms.taxClasses[i].ratePer100k);
    }

    /// @inheritdoc IBondPayments
    function fix(uint256 index, uint256 limit) external restricted {
        Progress memory progress = _progress[index];
        if (progress.fixedAll) revert WrongDateState(index, _stateOf(progress));
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        if (token.recordDaysPassed() < index) revert RecordDayAhead(index, _recordDay(index));
        if (limit == 0) revert NothingToDo();
        if (terms.redeems) token.beginRedemption();

        uint256 fromNumber = progress.fixedAccounts;
        _fixPage(index, limit, terms, progress);
        emit PageFixed(index, fromNumber, progress.fixedAccounts, progress.fixedBonds, progress.dueYen);

        if (progress.fixedAccounts == token.accountCount()) {
            uint256 supply = token.supplyAtRecord(index);
            if (progress.fixedBonds != supply) revert FixedBondsDiffer(index, progress.fixedBonds, supply);
            progress.fixedAll = true;
            emit DateFixed(index, supply, progress.dueYen);
            token.renewWindows(); // so that no transfer after this date has to
        }
        _progress[index] = progress;
    }

    /// @inheritdoc IBondPayments
    function fund(uint256 index, Yen amountYen, bytes32 bankReference) external restricted {
        Progress storage progress = _progress[index];
        _requireState(index, progress, DateState.Fixed, DateState.Fixed);
        if (amountYen == NO_YEN) revert NothingToDo();
        if (bankReference == bytes32(0)) revert ReferenceMissing();
        if (progress.dueYen - progress.fundedYen < amountYen) revert Overfunded(index, progress.dueYen, progress.fundedYen, amountYen);
        progress.fundedYen = progress.fundedYen + amountYen;
        emit Funded(index, amountYen, progress.fundedYen, bankReference);
    }

    /// @inheritdoc IBondPayments
    function instruct(uint256 index, address[] calldata holders, bytes32 fileHash) external restricted {
        _requireState(index, _progress[index], DateState.Fixed, DateState.Funded);
        if (fileHash == bytes32(0)) revert ReferenceMissing();
        AccountWord[] memory words = token.wordsOf(holders);
        Page memory page = Page(index, _termsOf(index), PaymentLines.start());
        for (uint256 i = 0; i < words.length; ++i) {
            PaymentLine line = _listed(page, holders[i], words[i]);
            if (line.lineState() == LineState.Settled) revert AlreadySettled(index, holders[i]);
            if (line.lineState() != LineState.Open) continue;
            page.cursor.put(words[i].number(), line.withLineState(LineState.Instructed));
            emit Instructed(index, holders[i], fileHash);
        }
        _lines[index].flush(page.cursor);
    }

    /// @inheritdoc IBondPayments
    function settle(uint256 index, address[] calldata holders, bytes32[] calldata bankReferences) external restricted {
        _resolve(index, holders, bankReferences, LineState.Settled);
    }

    /// @inheritdoc IBondPayments
    function fail(uint256 index, address[] calldata holders, bytes32[] calldata reasons) external restricted {
        _resolve(index, holders, reasons, LineState.Failed);
    }

    /// @inheritdoc IBondPayments
    function close(uint256 index) external restricted {
        Progress storage progress = _progress[index];
        _requireState(index, progress, DateState.Funded, DateState.Funded);
        _requirePayable(index);
        if (progress.openLines != 0) revert HoldersWaiting(index, progress.openLines);
        progress.closed = true;
        emit DateClosed(index);
    }

    /// @inheritdoc IBondPayments
    function paymentDate(uint256 index) external view returns (PaymentDate memory) {
        Progress memory progress = _progress[index];
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        return
            PaymentDate({
                date: _dateAt(index),
                payOn: _payOn(index),
                recordDay: _recordDay(index),
                interestPerYen: terms.interestPerYen,
                redeems: terms.redeems,
                state: _stateOf(progress),
                fixedAccounts: progress.fixedAccounts,
                fixedBonds: progress.fixedBonds,
                openLines: progress.openLines,
                dueYen: progress.dueYen,
                fundedYen: progress.fundedYen
            });
    }

    /// @inheritdoc IBondPayments
    function linesAt(uint256 index, uint256 offset, uint256 limit) external view returns (Line[] memory lines) {
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        IBondRegister.Entry[] memory entries = token.entriesAt(index, offset, limit);
        Line[] memory found = new Line[](entries.length);
        uint256 count = 0;
        for (uint256 i = 0; i < entries.length; ++i) {
            IBondRegister.Entry memory entry = entries[i];
            bool isFixed = entry.number < _progress[index].fixedAccounts;
            PaymentLine line = isFixed ? _lines[index].at(entry.number) : _lineOf(entry.bonds, entry.kind == AccountKind.Issuer, entry.taxClass);
            if (isFixed ? line.lineState() == LineState.None : !_isListed(entry.bonds, entry.bondsNow, terms.redeems)) continue;
            LineState state = isFixed ? line.lineState() : LineState.None;
            found[count++] = Line(entry.account, line.lineBonds(), line.lineTaxClass(), state, line.amountsOf(terms));
        }
        lines = new Line[](count);
        for (uint256 i = 0; i < count; ++i) lines[i] = found[i];
    }

    /// @inheritdoc IBondPayments
    function accruedThrough(JstDay day) external view returns (bool, JstDay, InterestPerYenE13) {
        return ScheduleLib.accruedThrough(_scheduleTerms(), day);
    }

    function _fixPage(uint256 index, uint256 limit, EntitlementLib.DateTerms memory terms, Progress memory progress) private {
        uint256 number = progress.fixedAccounts;
        (AccountWord[] memory words, uint256[] memory bonds) = token.wordsAt(index, number, limit);
        PaymentLines.Lines storage lines = _lines[index];
        PaymentLines.Cursor memory cursor = PaymentLines.start();
        for (uint256 i = 0; i < words.length; (++i, ++number)) {
            if (!_isListed(bonds[i], words[i].held(), terms.redeems)) continue;
            PaymentLine line = _lineOf(bonds[i], words[i].isKind(AccountKind.Issuer), words[i].taxClass());
            EntitlementLib.Amounts memory amounts = line.amountsOf(terms);
            lines.get(cursor, number);
            cursor.put(number, line);
            progress.fixedBonds += uint24(bonds[i]);
            progress.dueYen = progress.dueYen + amounts.grossYen + amounts.principalYen;
            ++progress.openLines;
        }
        lines.flush(cursor);
        progress.fixedAccounts = uint24(number);
    }

    // ---- one rule each

    function _termsOf(uint256 index) private view returns (EntitlementLib.DateTerms memory) {
        _requireDate(index);
        return EntitlementLib.DateTerms(ScheduleLib.interestAt(_scheduleTerms(), index), index == paymentCount, _denomination, _taxRates);
    }

    function _lineOf(uint256 bonds, bool ownBonds, uint8 taxClass) private pure returns (PaymentLine) {
        return newPaymentLine(bonds, ownBonds ? OWN_BONDS : taxClass);
    }

    /// @dev Who held bonds is listed; on the last date also who holds some only since an order moved them in the window, so that every bond
    /// is burned with somebody's line.
    function _isListed(uint256 bonds, uint256 bondsNow, bool redeems) private pure returns (bool) {
        return bonds != 0 || (redeems && bondsNow != 0);
    }

    /// @dev What a page of holders shares.
    struct Page {
        uint256 index;
        EntitlementLib.DateTerms terms;
        PaymentLines.Cursor cursor;
    }

    /// @dev Settles or fails a page of holders, each for itself: nobody's state stops another's [P-7].
    function _resolve(uint256 index, address[] calldata holders, bytes32[] calldata references, LineState target) private {
        Progress storage progress = _progress[index];
        _requireState(index, progress, DateState.Funded, DateState.Closed);
        _requirePayable(index);
        if (holders.length != references.length) revert ReferenceMissing();
        Page memory page = Page(index, _termsOf(index), PaymentLines.start());
        AccountWord[] memory words = token.wordsOf(holders);
        uint256 resolved = 0;
        for (uint256 i = 0; i < words.length; ++i) {
            if (references[i] == bytes32(0)) revert ReferenceMissing();
            if (_resolveLine(page, holders[i], words[i], references[i], target)) ++resolved;
        }
        _lines[index].flush(page.cursor);
        if (resolved != 0) progress.openLines -= uint24(resolved);
        if (page.terms.redeems) token.redeem(holders);
    }

    /// @return resolved whether the line was open before
    function _resolveLine(Page memory page, address holder, AccountWord word, bytes32 reference_, LineState target) private returns (bool resolved) {
        PaymentLine line = _listed(page, holder, word);
        LineState state = line.lineState();
        if (state == LineState.Settled && target == LineState.Failed) revert AlreadySettled(page.index, holder);
        if (target == LineState.Settled && word.status() == AccountStatus.Suspended) (target, reference_) = (LineState.Failed, SUSPENDED);
        if (state == LineState.Settled || state == target) return false;
        page.cursor.put(word.number(), line.withLineState(target));
        if (target == LineState.Failed) {
            emit PaymentFailed(page.index, holder, reference_);
        } else {
            EntitlementLib.Amounts memory amounts = line.amountsOf(page.terms);
            emit Settled(page.index, holder, amounts.grossYen, amounts.withheldYen, amounts.principalYen, reference_);
        }
        return state != LineState.Failed;
    }

    function _listed(Page memory page, address holder, AccountWord word) private returns (PaymentLine line) {
        if (word.kind() != AccountKind.None) line = _lines[page.index].get(page.cursor, word.number());
        if (line.lineState() == LineState.None) revert NotInList(page.index, holder);
    }

    function _stateOf(Progress memory progress) private pure returns (DateState) {
        if (progress.closed) return DateState.Closed;
        if (!progress.fixedAll) return DateState.Scheduled;
        return progress.fundedYen < progress.dueYen ? DateState.Fixed : DateState.Funded;
    }

    function _requireState(uint256 index, Progress memory progress, DateState a, DateState b) private pure {
        DateState state = _stateOf(progress);
        if (state != a && state != b) revert WrongDateState(index, state);
    }

    function _requirePayable(uint256 index) private view {
        JstDay payOn = _payOn(index);
        if (_today() < payOn) revert NotYetPayable(index, payOn, _today());
    }
}
