// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "../types/JstDay.sol";
import {Yen} from "../types/Yen.sol";
import {IAgreements} from "./IAgreements.sol";
import {IBondDates} from "./IBondDates.sol";

/// @title Trades with the dealer [T-2, T-5, P-6]
/// @notice Two parties record what they agreed; from the second bank business day on the seller settles it through the token. Nothing is held
/// for a trade in the meantime [T-4]: whether the seller has the bonds and the buyer may receive them is decided when they move. The dealer is
/// obliged to no trade, and no price is guaranteed [T-5].
/// A trade belongs to the accounts that it names. If one of them is replaced by a new key the trade can no longer be settled: the old account is
/// closed and the new one is no party. It expires, and is proposed anew.
interface IBondMarket is IAgreements, IBondDates {
    /// @notice Proposed by one side, Confirmed by both; the other states are final.
    enum TradeState {
        None,
        Proposed,
        Confirmed,
        Settled,
        Cancelled,
        Expired,
        Failed
    }

    /// @notice A side of a trade.
    enum Side {
        Neither,
        Seller,
        Buyer
    }

    /// @notice What was agreed, and how it stands.
    /// @param expiryDay the last day on which it can be settled
    /// @param proposedBy who confirmed it by proposing it; a Confirmed trade is confirmed by both
    /// @param cancelAskedBy who asks to cancel a Confirmed trade; the other side's asking completes it
    /// @param priceYen the whole price, not that of one bond
    /// @param tradeDay the day of the agreement
    struct Trade {
        address seller;
        uint32 bonds;
        JstDay expiryDay;
        TradeState state;
        Side proposedBy;
        Side cancelAskedBy;
        address buyer;
        Yen priceYen;
        JstDay tradeDay;
    }

    /// @notice Trade `id` was proposed, and so confirmed, by side `by`.
    event TradeProposed(
        uint256 indexed id,
        address indexed seller,
        address indexed buyer,
        uint256 bonds,
        Yen priceYen,
        JstDay tradeDay,
        JstDay expiryDay,
        Side by
    );
    /// @notice The other side confirmed trade `id`: both have.
    event TradeConfirmed(uint256 indexed id, address indexed by);
    /// @notice One side of the confirmed trade `id` asks to cancel it.
    event CancellationAsked(uint256 indexed id, address indexed by);
    /// @notice Trade `id` was cancelled: proposed, by one side; confirmed, by both, `by` the second.
    event TradeCancelled(uint256 indexed id, TradeState from, address indexed by);
    /// @notice Trade `id` was not settled through its expiry day.
    event TradeExpired(uint256 indexed id, TradeState from);
    /// @notice The confirmed trade `id` failed, as its side `by` states: for example because the cash leg is missing.
    event TradeFailed(uint256 indexed id, address indexed by, bytes32 reason);
    /// @notice Trade `id` was settled: its bonds move in the same transaction.
    /// @param bankReference the reference of the cash leg, never zero
    event TradeSettled(uint256 indexed id, address indexed seller, address indexed buyer, uint256 bonds, Yen priceYen, bytes32 bankReference);

    /// @notice Only seller and buyer act on trade `id`.
    error NotAParty(uint256 id, address caller);
    /// @notice The dealer stands on exactly one side of a trade [T-2].
    error NotWithDealer(address seller, address buyer);
    /// @notice A trade is about at least one bond and one yen.
    error NothingTraded(uint256 bonds, Yen priceYen);
    /// @notice A trade is agreed from the closing day `from` through `today` [I-5].
    error TradeDayOutOfRange(JstDay tradeDay, JstDay from, JstDay today);
    /// @notice A trade expires from the first day on which it can still be settled, `from`, through maturity, `to` [T-5]. If `from` lies after `to`,
    /// it comes too late to be settled at all.
    error ExpiryOutOfRange(JstDay expiryDay, JstDay from, JstDay to);
    /// @notice Trade `id` is `state`, and this step needs another state.
    error WrongTradeState(uint256 id, TradeState state);
    /// @notice Trade `id` is about `bonds` bonds for `priceYen`, and something else was confirmed.
    error TradeTermsDiffer(uint256 id, uint256 bonds, Yen priceYen);
    /// @notice `caller` has said so already: the other side of trade `id` has to.
    error AwaitsOtherSide(uint256 id, address caller);
    /// @notice Trade `id` can be settled from `from` on [T-5].
    error NotYetSettleable(uint256 id, JstDay from, JstDay today);
    /// @notice Trade `id` could be settled through `expiryDay`.
    error ExpiryPassed(uint256 id, JstDay expiryDay, JstDay today);
    /// @notice Trade `id` can still be settled through `expiryDay`.
    error ExpiryAhead(uint256 id, JstDay expiryDay, JstDay today);
    /// @notice Only its seller settles trade `id`.
    error NotTheSeller(uint256 id, address giver);
    /// @notice A failure needs a reason.
    error FailureReasonMissing(uint256 id);

    /// @notice Proposes a trade; the sender confirms it by proposing it.
    /// @param seller and `buyer`: open accounts, the dealer exactly one of them [T-2], the issuer only as buyer [P-6]
    /// @param tradeDay the Japan day of the agreement, from the closing day through today
    /// @param expiryDay the last day on which it can be settled, from {settlementDays} through maturity
    /// @dev Seller or buyer.
    function propose(address seller, address buyer, uint32 bonds, Yen priceYen, JstDay tradeDay, JstDay expiryDay) external returns (uint256 id);

    /// @notice Confirms a trade that the other side proposed. What is confirmed is said again, so that nobody confirms another trade by mistake.
    /// @dev The side that did not propose it.
    function confirm(uint256 id, uint32 bonds, Yen priceYen) external;

    /// @notice Cancels a proposed trade; of a confirmed one, asks to cancel it or joins the other side's asking. Until both asked it can be settled.
    /// @dev Seller or buyer.
    function cancel(uint256 id) external;

    /// @notice Ends a trade that was not settled through its expiry day.
    /// @dev Anybody.
    function expire(uint256 id) external;

    /// @notice Ends a confirmed trade that was not carried out, from the day on which it could be settled on. What follows from that is between
    /// the parties.
    /// @dev Seller or buyer.
    function fail(uint256 id, bytes32 reason) external;

    /// @notice Trade `id`, counted from 1.
    function tradeAt(uint256 id) external view returns (Trade memory);

    /// @notice Trades `offset` + 1 to `offset` + `limit`.
    function tradesAt(uint256 offset, uint256 limit) external view returns (Trade[] memory);

    /// @notice How many trades were ever proposed.
    function tradeCount() external view returns (uint256);

    /// @notice The second bank business day after the trade day of trade `id`, the third if that is a bank holiday [T-5].
    function earliestSettlementDay(uint256 id) external view returns (JstDay);

    /// @notice The first day on which trade `id` can be settled: its earliest day or, if that lies in a closed window, the day after the window.
    function settleableFrom(uint256 id) external view returns (JstDay);

    /// @notice The same two days for a trade agreed on `tradeDay`.
    function settlementDays(JstDay tradeDay) external view returns (JstDay earliest, JstDay settleable);
}
