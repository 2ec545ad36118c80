// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBondPayments} from "./interfaces/IBondPayments.sol";
import {IBondGate, IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {IHolderRegistry} from "./interfaces/IHolderRegistry.sol";
import {EntitlementLib} from "./libraries/EntitlementLib.sol";
import {PaymentLines} from "./libraries/PaymentLines.sol";
import {ScheduleLib} from "./libraries/ScheduleLib.sol";
import {PaymentBook} from "./PaymentBook.sol";
import {AccountKind, AccountStatus, AccountWord} from "./types/AccountWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {LineState, OWN_BONDS, PaymentLine} from "./types/PaymentLine.sol";
import {InterestPerYenE13, NO_YEN, Yen} from "./types/Yen.sol";

/// @title What becomes of each payment date: the steps
/// @notice Read upwards: {PaymentBook} keeps what is due and every rule about it.
contract BondPayments is PaymentBook, AccessManaged {
    using PaymentLines for PaymentLines.Lines;
    using PaymentLines for PaymentLines.Cursor;
    using EntitlementLib for PaymentLine;

    /// @notice The reason recorded when a suspended holder is not paid.
    bytes32 public constant SUSPENDED = "account suspended";

    constructor(address authority, IBondToken token_) PaymentBook(token_) AccessManaged(authority) {}

    /// @inheritdoc IBondPayments
    function fix(uint256 index, uint256 limit) external restricted {
        Progress memory progress = _progress[index];
        _requireState(index, progress, DateState.Scheduled, DateState.Scheduled);
        EntitlementLib.DateTerms memory terms = _termsOf(index);
        if (token.recordDaysPassed() < index) revert RecordDayAhead(index, _recordDay(index));
        if (limit == 0) revert NothingToDo();
        if (terms.redeems) token.beginRedemption();

        uint256 fromNumber = progress.fixedAccounts;
        _fixPage(index, limit, terms, progress);
        emit PageFixed(index, fromNumber, progress.fixedAccounts, progress.fixedBonds, progress.dueYen);

        if (progress.fixedAccounts == token.accountCount()) {
            uint256 supply = index == ACCELERATION ? IERC20(address(token)).totalSupply() : token.supplyAtRecord(index);
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
        if (holders.length == 0) revert NothingToDo();
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
        if (_isLapsed(index)) _requireOnTheirWay(index, holders);
        else _requireState(index, _progress[index], DateState.Funded, DateState.Closed);
        _resolve(index, holders, bankReferences, LineState.Settled);
    }

    /// @inheritdoc IBondPayments
    function fail(uint256 index, address[] calldata holders, bytes32[] calldata reasons) external restricted {
        _requireState(index, _progress[index], DateState.Funded, DateState.Closed);
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
    function recordReturn(uint256 index, address[] calldata holders, bytes32[] calldata reasons) external restricted {
        _requireReturnable(index);
        if (holders.length == 0) revert NothingToDo();
        if (holders.length != reasons.length) revert ReferenceMissing();
        Page memory page = Page(index, _termsOf(index), PaymentLines.start());
        AccountWord[] memory words = token.wordsOf(holders);
        for (uint256 i = 0; i < words.length; ++i) {
            if (reasons[i] == bytes32(0)) revert ReferenceMissing();
            PaymentLine line = _listed(page, holders[i], words[i]);
            if (line.lineState() != LineState.Settled) revert NotSettled(index, holders[i], line.lineState());
            page.cursor.put(words[i].number(), line.withLineState(LineState.Failed));
            emit PaymentReturned(index, holders[i], reasons[i]);
        }
        _lines[index].flush(page.cursor);
    }

    /// @inheritdoc IBondPayments
    function redirect(uint256 index, address holder, address payee) external restricted {
        if (_isLapsed(index)) revert WrongDateState(index, DateState.Lapsed);
        (uint256 orderId, bytes32 documentHash) = token.parts().orders.executeRedirection(uint16(index), holder, payee);
        Page memory page = Page(index, _termsOf(index), PaymentLines.start());
        AccountWord word = _wordOf(holder);
        PaymentLine line = _listed(page, holder, word);
        uint256 number = word.number();
        address before = line.isRedirected() ? _payees[index][number] : holder;
        if (line.lineState() == LineState.Settled) revert AlreadySettled(index, holder);
        if (line.lineTaxClass() == OWN_BONDS || payee == before) revert NothingToDo();
        _requirePayee(payee);

        if (!line.isRedirected()) _redirected[index].push(number);
        _payees[index][number] = payee;
        if (line.lineState() == LineState.Instructed) line = line.withLineState(LineState.Open); // the file names the wrong person
        page.cursor.put(number, line.withRedirected());
        _lines[index].flush(page.cursor);
        EntitlementLib.Amounts memory amounts = line.amountsOf(page.terms);
        emit Redirected(index, holder, before, payee, amounts, orderId, documentHash);
    }

    /// @inheritdoc IBondPayments
    function accelerate(JstDay eventDay) external {
        address defaults = token.parts().defaults;
        if (msg.sender != defaults) revert IBondGate.OnlyContract(defaults, msg.sender);
        (, , InterestPerYenE13 perYen) = ScheduleLib.accruedThrough(_scheduleTerms(), eventDay);
        // On a payment date everything accrued is that date's own.
        if (_dateAt(_indexAtOrAfter(eventDay)) == eventDay) perYen = InterestPerYenE13.wrap(0);
        _acceleration = Acceleration(eventDay, _today(), perYen);
        emit Accelerated(eventDay, _today(), perYen);
    }

    /// @inheritdoc IBondPayments
    function annulAcceleration() external {
        address defaults = token.parts().defaults;
        if (msg.sender != defaults) revert IBondGate.OnlyContract(defaults, msg.sender);
        uint256 accounts = _progress[ACCELERATION].fixedAccounts;
        if (accounts != 0) revert AccelerationBeingFixed(accounts);
        emit AccelerationAnnulled(_acceleration.eventDay);
        delete _acceleration;
    }

    function _fixPage(uint256 index, uint256 limit, EntitlementLib.DateTerms memory terms, Progress memory progress) private {
        uint256 number = progress.fixedAccounts;
        (AccountWord[] memory words, uint256[] memory bonds) = token.wordsAt(index, number, limit);
        PaymentLines.Lines storage lines = _lines[index];
        PaymentLines.Cursor memory cursor = PaymentLines.start();
        (uint256 listed, uint256 fixedBonds, Yen dueYen) = (0, 0, progress.dueYen);
        for (uint256 i = 0; i < words.length; (++i, ++number)) {
            if (!_isListed(bonds[i], words[i].held(), terms.redeems)) continue;
            PaymentLine line = _lineOf(bonds[i], words[i].isKind(AccountKind.Issuer), words[i].taxClass());
            EntitlementLib.Amounts memory amounts = line.amountsOf(terms);
            lines.get(cursor, number);
            cursor.put(number, line);
            dueYen = dueYen + amounts.grossYen + amounts.principalYen;
            fixedBonds += bonds[i];
            ++listed;
        }
        lines.flush(cursor);
        progress.dueYen = dueYen;
        progress.fixedBonds += uint24(fixedBonds);
        progress.openLines += uint24(listed);
        if (index == ACCELERATION) _setOffPage(progress.fixedAccounts, words.length, terms, progress);
        progress.fixedAccounts = uint24(number);
    }

    /// @dev Who received more than his claim need not have a line any more.
    function _setOffPage(uint256 from, uint256 count, EntitlementLib.DateTerms memory terms, Progress memory progress) private {
        IBondRegister.Entry[] memory entries = token.entriesAt(ACCELERATION, from, count);
        for (uint256 i = 0; i < entries.length; ++i) {
            PaymentLine line = _lines[ACCELERATION].at(entries[i].number);
            SetOff memory setOff = _setOffFor(entries[i].account, line.amountsOf(terms));
            if (_isNothing(setOff)) continue;
            _setOffs[entries[i].account] = setOff;
            progress.dueYen = progress.dueYen - setOff.setOffYen;
            emit ReceivedSetOff(entries[i].account, setOff.setOffYen, setOff.recoverYen);
        }
    }

    // ---- the steps

    /// @dev What a page of holders shares.
    struct Page {
        uint256 index;
        EntitlementLib.DateTerms terms;
        PaymentLines.Cursor cursor;
    }

    /// @dev Settles or fails a page of holders, each for itself: nobody's state stops another's [P-7].
    function _resolve(uint256 index, address[] calldata holders, bytes32[] calldata references, LineState target) private {
        Progress storage progress = _progress[index];
        _requirePayable(index);
        if (holders.length == 0) revert NothingToDo();
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
        if (target == LineState.Settled && _isSuspended(page, line, holder, word)) (target, reference_) = (LineState.Failed, SUSPENDED);
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

    /// @dev The suspension of the person entitled counts, and follows him: for a key that was replaced, his present account answers.
    function _isSuspended(Page memory page, PaymentLine line, address account, AccountWord word) private view returns (bool) {
        if (word.isActive() && !line.isRedirected()) return false; // almost everybody
        if (line.isRedirected()) {
            account = _payees[page.index][word.number()];
            word = _wordOf(account);
        }
        if (word.status() == AccountStatus.Closed) {
            IHolderRegistry registry = IHolderRegistry(token.registry());
            word = _wordOf(registry.accountOf(registry.holderIdOf(account)));
        }
        return word.status() == AccountStatus.Suspended;
    }

    /// @dev On a lapsed date only what was with the bank already can still reach a holder, and it must be known before the first account is set
    /// off: otherwise he would be paid twice [D-1].
    function _requireOnTheirWay(uint256 index, address[] calldata holders) private view {
        Progress memory progress = _progress[index];
        bool mayReach = progress.fixedAll && !(progress.fundedYen < progress.dueYen) && _progress[ACCELERATION].fixedAccounts == 0;
        AccountWord[] memory words = token.wordsOf(holders);
        for (uint256 i = 0; i < words.length; ++i) {
            LineState state = _lines[index].at(words[i].number()).lineState();
            bool sent = state == LineState.Instructed || state == LineState.Settled;
            if (!mayReach || !sent) revert WrongDateState(index, DateState.Lapsed);
        }
    }

    /// @dev On a lapsed date what came back was not received, so it must be known before the first account is set off.
    function _requireReturnable(uint256 index) private view {
        if (!_isLapsed(index)) _requireState(index, _progress[index], DateState.Funded, DateState.Closed);
        else if (_progress[ACCELERATION].fixedAccounts != 0) revert WrongDateState(index, DateState.Lapsed);
    }

    function _requirePayee(address payee) private view {
        AccountWord word = _wordOf(payee);
        if (word.kind() == AccountKind.None) revert IBondRegister.AccountUnknown(payee);
        if (word.status() == AccountStatus.Closed) revert IBondRegister.WrongAccountStatus(payee, AccountStatus.Closed);
    }

    function _listed(Page memory page, address holder, AccountWord word) private returns (PaymentLine line) {
        if (word.kind() != AccountKind.None) line = _lines[page.index].get(page.cursor, word.number());
        if (line.lineState() == LineState.None) revert NotInList(page.index, holder);
    }
}
