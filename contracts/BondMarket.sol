// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondDates} from "./BondDates.sol";
import {IAgreements} from "./interfaces/IAgreements.sol";
import {IBondMarket} from "./interfaces/IBondMarket.sol";
import {IBondRegister, IBondToken} from "./interfaces/IBondToken.sol";
import {AccountKind, AccountWord} from "./types/AccountWord.sol";
import {JstDay} from "./types/JstDay.sol";
import {NO_YEN, Yen} from "./types/Yen.sol";

/// @title The book of trades with the dealer
/// @dev No role acts here: the parties of a trade do. The book holds no bonds and no money, and can move neither.
contract BondMarket is BondDates, IBondMarket {
    /// @notice A trade settles at the earliest this many bank business days after the trade day [T-5], one more if that is a bank holiday: what is
    /// agreed on a Saturday counts as agreed on Monday. Otherwise 8 June 2024, a Saturday, would still settle before the window of 14 June.
    uint256 public constant SETTLEMENT_LAG = 2;

    IBondToken public immutable token;

    /// @inheritdoc IBondMarket
    uint256 public tradeCount;

    mapping(uint256 id => Trade trade) private _trades;

    constructor(IBondToken token_) BondDates(token_.calendar(), token_.terms().schedule) {
        token = token_;
    }

    /// @inheritdoc IBondMarket
    function propose(address seller, address buyer, uint32 bonds, Yen priceYen, JstDay tradeDay, JstDay expiryDay) external returns (uint256 id) {
        id = tradeCount + 1;
        Trade memory trade = Trade({
            seller: seller,
            bonds: bonds,
            expiryDay: expiryDay,
            state: TradeState.Proposed,
            proposedBy: Side.Neither,
            cancelAskedBy: Side.Neither,
            buyer: buyer,
            priceYen: priceYen,
            tradeDay: tradeDay
        });
        trade.proposedBy = _senderSide(id, trade);
        _requireParties(seller, buyer);
        if (bonds == 0 || priceYen == NO_YEN) revert NothingTraded(bonds, priceYen);
        _requireDays(tradeDay, expiryDay);
        tradeCount = id;
        _trades[id] = trade;
        emit TradeProposed(id, seller, buyer, bonds, priceYen, tradeDay, expiryDay, trade.proposedBy);
    }

    /// @inheritdoc IBondMarket
    function confirm(uint256 id, uint32 bonds, Yen priceYen) external {
        Trade memory trade = _trades[id];
        if (trade.state != TradeState.Proposed) revert WrongTradeState(id, trade.state);
        if (_senderSide(id, trade) == trade.proposedBy) revert AwaitsOtherSide(id, msg.sender);
        if (trade.bonds != bonds || !(trade.priceYen == priceYen)) revert TradeTermsDiffer(id, trade.bonds, trade.priceYen);
        _requireNotExpired(id, trade);
        _requireParties(trade.seller, trade.buyer);
        _trades[id].state = TradeState.Confirmed;
        emit TradeConfirmed(id, msg.sender);
    }

    /// @inheritdoc IBondMarket
    function cancel(uint256 id) external {
        Trade memory trade = _trades[id];
        _requireAlive(id, trade);
        Side side = _senderSide(id, trade);
        if (trade.state == TradeState.Confirmed && trade.cancelAskedBy == side) revert AwaitsOtherSide(id, msg.sender);
        if (trade.state == TradeState.Confirmed && trade.cancelAskedBy == Side.Neither) {
            _trades[id].cancelAskedBy = side;
            emit CancellationAsked(id, msg.sender);
        } else {
            _trades[id].state = TradeState.Cancelled;
            emit TradeCancelled(id, trade.state, msg.sender);
        }
    }

    /// @inheritdoc IBondMarket
    function expire(uint256 id) external {
        Trade memory trade = _trades[id];
        _requireAlive(id, trade);
        if (_today() <= trade.expiryDay) revert ExpiryAhead(id, trade.expiryDay, _today());
        _trades[id].state = TradeState.Expired;
        emit TradeExpired(id, trade.state);
    }

    /// @inheritdoc IBondMarket
    function fail(uint256 id, bytes32 reason) external {
        Trade memory trade = _trades[id];
        if (trade.state != TradeState.Confirmed) revert WrongTradeState(id, trade.state);
        _senderSide(id, trade);
        if (reason == bytes32(0)) revert FailureReasonMissing(id);
        // A trade that waits for the end of a closed window has not failed.
        (, JstDay settleable) = settlementDays(trade.tradeDay);
        if (_today() < settleable) revert NotYetSettleable(id, settleable, _today());
        _trades[id].state = TradeState.Failed;
        emit TradeFailed(id, msg.sender, reason);
    }

    /// @inheritdoc IAgreements
    function settleFor(uint256 id, address giver, bytes32 bankReference) external returns (address receiver, uint256 bonds) {
        if (msg.sender != address(token)) revert NotTheToken(msg.sender);
        Trade memory trade = _trades[id];
        if (trade.state != TradeState.Confirmed) revert WrongTradeState(id, trade.state);
        if (giver != trade.seller) revert NotTheSeller(id, giver);
        if (bankReference == bytes32(0)) revert BankReferenceMissing(id);
        // Closed windows are the token's to refuse [T-1].
        JstDay earliest = _earliest(trade.tradeDay);
        if (_today() < earliest) revert NotYetSettleable(id, earliest, _today());
        _requireNotExpired(id, trade);
        _trades[id].state = TradeState.Settled;
        emit TradeSettled(id, trade.seller, trade.buyer, trade.bonds, trade.priceYen, bankReference);
        return (trade.buyer, trade.bonds);
    }

    // ---- reading

    /// @inheritdoc IBondMarket
    function tradeAt(uint256 id) external view returns (Trade memory) {
        return _trades[id];
    }

    /// @inheritdoc IBondMarket
    function tradesAt(uint256 offset, uint256 limit) external view returns (Trade[] memory trades) {
        uint256 left = offset < tradeCount ? tradeCount - offset : 0;
        trades = new Trade[](limit < left ? limit : left);
        for (uint256 i = 0; i < trades.length; ++i) trades[i] = _trades[offset + i + 1];
    }

    /// @inheritdoc IBondMarket
    function earliestSettlementDay(uint256 id) external view returns (JstDay earliest) {
        return _earliest(_existing(id).tradeDay);
    }

    /// @inheritdoc IBondMarket
    function settleableFrom(uint256 id) external view returns (JstDay settleable) {
        (, settleable) = settlementDays(_existing(id).tradeDay);
    }

    /// @inheritdoc IBondMarket
    function settlementDays(JstDay tradeDay) public view returns (JstDay earliest, JstDay settleable) {
        earliest = _earliest(tradeDay);
        uint256 index = _indexAtOrAfter(earliest);
        JstDay date = _dateAt(index);
        settleable = _recordDay(index) <= earliest && earliest <= date ? date.plus(1) : earliest; // T-5 with T-1
    }

    // ---- one rule each

    /// @dev Only the trade day is kept; what the calendar makes of it is asked every time.
    function _earliest(JstDay tradeDay) private view returns (JstDay) {
        return calendar.businessDayAfter(tradeDay, calendar.isBankHoliday(tradeDay) ? SETTLEMENT_LAG + 1 : SETTLEMENT_LAG);
    }

    function _existing(uint256 id) private view returns (Trade memory trade) {
        trade = _trades[id];
        if (trade.state == TradeState.None) revert WrongTradeState(id, TradeState.None);
    }

    function _senderSide(uint256 id, Trade memory trade) private view returns (Side) {
        if (msg.sender == trade.seller) return Side.Seller;
        if (msg.sender == trade.buyer) return Side.Buyer;
        revert NotAParty(id, msg.sender);
    }

    function _requireAlive(uint256 id, Trade memory trade) private pure {
        if (trade.state != TradeState.Proposed && trade.state != TradeState.Confirmed) revert WrongTradeState(id, trade.state);
    }

    function _requireNotExpired(uint256 id, Trade memory trade) private view {
        if (_today() > trade.expiryDay) revert ExpiryPassed(id, trade.expiryDay, _today());
    }

    function _requireDays(JstDay tradeDay, JstDay expiryDay) private view {
        if (tradeDay < _closingDay || tradeDay > _today()) revert TradeDayOutOfRange(tradeDay, _closingDay, _today());
        (, JstDay from) = settlementDays(tradeDay);
        if (from < _today()) from = _today();
        if (expiryDay < from || expiryDay > _maturityDay) revert ExpiryOutOfRange(expiryDay, from, _maturityDay);
    }

    /// @dev Two open accounts, the dealer exactly one of them [T-2], the issuer only as buyer [P-6]. The token decides again when bonds move.
    function _requireParties(address seller, address buyer) private view {
        address[] memory accounts = new address[](2);
        (accounts[0], accounts[1]) = (seller, buyer);
        AccountWord[] memory words = token.wordsOf(accounts);
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (words[i].isKind(AccountKind.None)) revert IBondRegister.AccountUnknown(accounts[i]);
            if (!words[i].isActive()) revert IBondRegister.WrongAccountStatus(accounts[i], words[i].status());
        }
        if (words[0].isKind(AccountKind.Dealer) == words[1].isKind(AccountKind.Dealer)) revert NotWithDealer(seller, buyer);
        if (words[0].isKind(AccountKind.Issuer)) revert IBondRegister.WrongAccountKind(seller, AccountKind.Issuer);
    }
}
