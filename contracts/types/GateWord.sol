// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";

/// @notice The state of the whole bond that every transfer asks, in one storage slot:
/// bit 0 issued, 1 redeemed, 2 redemption begun, bits 8-15 the ways of transfer that the issuer designated [T-3],
/// 16-23 the index of a payment date, and from bit 32 five days of 32 bits: the first and last day of that date's closed window and of
/// the next one's, and the last day of purchase [P-6]. They are cached so that a transfer need not ask the calendar; the calendar refreshes
/// them when it is amended.
type GateWord is uint256;

using {
    isIssued,
    isRedeemed,
    isRedeeming,
    ways,
    index,
    lastPurchaseDay,
    withFlag,
    withWays,
    withWindows,
    withLastPurchaseDay,
    reading
} for GateWord global;

uint256 constant ISSUED = 1;
uint256 constant REDEEMED = 2;
uint256 constant REDEEMING = 4;

/// @dev The way of a plain transfer, sent by the holder itself [T-3].
uint8 constant PLAIN_TRANSFER = 1;

/// @dev Flags, ways and the last day of purchase.
uint256 constant KEPT_BY_WINDOWS = (uint256(type(uint32).max) << 160) | 0xffff;

/// @notice First and last day of a closed window, both included [T-1].
struct ClosedWindow {
    JstDay from;
    JstDay to;
}

function isIssued(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & ISSUED != 0;
}

function isRedeemed(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & REDEEMED != 0;
}

function isRedeeming(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & REDEEMING != 0;
}

function ways(GateWord gate) pure returns (uint8) {
    return uint8(GateWord.unwrap(gate) >> 8);
}

function index(GateWord gate) pure returns (uint256) {
    return uint8(GateWord.unwrap(gate) >> 16);
}

/// @notice The last day of purchase and cancellation [P-6].
function lastPurchaseDay(GateWord gate) pure returns (JstDay) {
    return JstDay.wrap(uint32(GateWord.unwrap(gate) >> 160));
}

function withFlag(GateWord gate, uint256 flag) pure returns (GateWord) {
    return GateWord.wrap(GateWord.unwrap(gate) | flag);
}

function withWays(GateWord gate, uint8 ways_) pure returns (GateWord) {
    return GateWord.wrap((GateWord.unwrap(gate) & ~uint256(0xff00)) | (uint256(ways_) << 8));
}

/// @notice The gate with the windows of payment dates `index_` and `index_` + 1.
function withWindows(GateWord gate, uint256 index_, ClosedWindow memory current, ClosedWindow memory next) pure returns (GateWord) {
    return
        GateWord.wrap(
            (GateWord.unwrap(gate) & KEPT_BY_WINDOWS) |
                (index_ << 16) |
                (uint256(JstDay.unwrap(current.from)) << 32) |
                (uint256(JstDay.unwrap(current.to)) << 64) |
                (uint256(JstDay.unwrap(next.from)) << 96) |
                (uint256(JstDay.unwrap(next.to)) << 128)
        );
}

function withLastPurchaseDay(GateWord gate, JstDay day) pure returns (GateWord) {
    uint256 others = GateWord.unwrap(gate) & ~(uint256(type(uint32).max) << 160);
    return GateWord.wrap(others | (uint256(JstDay.unwrap(day)) << 160));
}

/// @notice What the cached windows say of `day`, which must not lie before the day on which they were cached.
/// @return recordDays how many record days have passed, that of a window which `day` lies in included [P-3]
/// @return closed whether `day` lies in a closed window [T-1]
/// @return stale whether both windows lie in the past, so that the answer must be found anew
function reading(GateWord gate, JstDay day) pure returns (uint256 recordDays, bool closed, bool stale) {
    uint256 word = GateWord.unwrap(gate);
    uint256 today = JstDay.unwrap(day);
    recordDays = gate.index();
    if (today < uint32(word >> 32)) return (recordDays - 1, false, false);
    if (today <= uint32(word >> 64)) return (recordDays, true, false);
    if (today < uint32(word >> 96)) return (recordDays, false, false);
    if (today <= uint32(word >> 128)) return (recordDays + 1, true, false);
    return (recordDays, false, true);
}
