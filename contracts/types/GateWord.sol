// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";

/// @notice The state of the whole bond that every transfer asks, in one storage slot:
/// bit 0 issued, 1 redeemed, 2 bonds rest for good, 3 accelerated [D-1], bits 8-15 the ways of transfer that the issuer designated [T-3],
/// 16-23 the index of a payment date, 24-31 how many meeting days have passed, and from bit 32 six days of 32 bits: the first and last day of
/// that date's closed window and of the next one's, the last day of purchase [P-6] and the next meeting day [M-3]. They are cached so that a
/// transfer need not ask the calendar; the calendar refreshes them when it is amended.
type GateWord is uint256;

using {
    isIssued,
    isRedeemed,
    isResting,
    isAccelerated,
    isTradable,
    ways,
    index,
    lastPurchaseDay,
    meetingDaysPassed,
    nextMeetingDay,
    withFlag,
    withoutFlag,
    withWays,
    withWindows,
    withLastPurchaseDay,
    withMeetingDays,
    on
} for GateWord global;

uint256 constant ISSUED = 1;
uint256 constant REDEEMED = 2;
uint256 constant RESTING = 4;
uint256 constant ACCELERATED = 8;

/// @dev The way of a plain transfer, sent by the holder itself [T-3].
uint8 constant PLAIN_TRANSFER = 1;
/// @dev The way of an agreement that was recorded before: a trade, or an allotment [T-3].
uint8 constant AGREEMENT = 2;
uint8 constant ALL_WAYS = PLAIN_TRANSFER | AGREEMENT;

/// @dev Everything but the index of a payment date and its two windows.
uint256 constant KEPT_BY_WINDOWS = ~((uint256(type(uint128).max) << 32) | 0xff0000);

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

/// @notice Whether bonds rest where they are for good: the last date is being paid, or the bond is accelerated.
function isResting(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & RESTING != 0;
}

function isAccelerated(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & ACCELERATED != 0;
}

/// @notice Whether the bond is issued, and neither redeemed nor accelerated.
function isTradable(GateWord gate) pure returns (bool) {
    return GateWord.unwrap(gate) & (ISSUED | REDEEMED | ACCELERATED) == ISSUED;
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

/// @notice How many meeting days had passed when the gate was last renewed.
function meetingDaysPassed(GateWord gate) pure returns (uint256) {
    return uint8(GateWord.unwrap(gate) >> 24);
}

/// @notice The meeting day after those; the gate is stale from that day on.
function nextMeetingDay(GateWord gate) pure returns (JstDay) {
    return JstDay.wrap(uint32(GateWord.unwrap(gate) >> 192));
}

function withFlag(GateWord gate, uint256 flag) pure returns (GateWord) {
    return GateWord.wrap(GateWord.unwrap(gate) | flag);
}

function withoutFlag(GateWord gate, uint256 flag) pure returns (GateWord) {
    return GateWord.wrap(GateWord.unwrap(gate) & ~flag);
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

function withMeetingDays(GateWord gate, uint256 passed, JstDay next) pure returns (GateWord) {
    uint256 others = GateWord.unwrap(gate) & ~((uint256(type(uint32).max) << 192) | (uint256(0xff) << 24));
    return GateWord.wrap(others | (passed << 24) | (uint256(JstDay.unwrap(next)) << 192));
}

/// @notice What the cached windows say of `day`, which must not lie before the day on which they were cached.
/// @return recordDays how many record days have passed, that of a window which `day` lies in included [P-3]
/// @return closed whether `day` lies in a closed window [T-1]
/// @return stale whether both windows or the meeting day lie in the past, so that the answer must be found anew
function on(GateWord gate, JstDay day) pure returns (uint256 recordDays, bool closed, bool stale) {
    uint256 word = GateWord.unwrap(gate);
    uint256 today = JstDay.unwrap(day);
    recordDays = gate.index();
    stale = today >= uint32(word >> 192);
    unchecked {
        if (today < uint32(word >> 32)) return (recordDays - 1, false, stale); // dates are counted from 1
        if (today <= uint32(word >> 64)) return (recordDays, true, stale);
        if (today < uint32(word >> 96)) return (recordDays, false, stale);
        if (today <= uint32(word >> 128)) return (recordDays + 1, true, stale);
    }
    return (recordDays, false, true);
}
