// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice A calendar day in Japan: whole days since 1970-01-01, counted at UTC+9.
type JstDay is uint32;

using {
    isBefore as <,
    isAtOrBefore as <=,
    isAfter as >,
    isAtOrAfter as >=,
    isSame as ==,
    isNot as !=,
    plus,
    minus,
    daysSince,
    isWeekend
} for JstDay global;

/// @notice The day in Japan on which `timestamp` (seconds, UTC) falls. The only place that turns time into days.
function jstDayOf(uint256 timestamp) pure returns (JstDay) {
    return JstDay.wrap(uint32((timestamp + 9 hours) / 1 days));
}

function isBefore(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) < JstDay.unwrap(b);
}

function isAtOrBefore(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) <= JstDay.unwrap(b);
}

function isAfter(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) > JstDay.unwrap(b);
}

function isAtOrAfter(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) >= JstDay.unwrap(b);
}

function isSame(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) == JstDay.unwrap(b);
}

function isNot(JstDay a, JstDay b) pure returns (bool) {
    return JstDay.unwrap(a) != JstDay.unwrap(b);
}

/// @notice The day `count` days later.
function plus(JstDay day, uint32 count) pure returns (JstDay) {
    return JstDay.wrap(JstDay.unwrap(day) + count);
}

/// @notice The day `count` days earlier.
function minus(JstDay day, uint32 count) pure returns (JstDay) {
    return JstDay.wrap(JstDay.unwrap(day) - count);
}

/// @notice How many days lie from `earlier` (excluded) to `day` (included).
function daysSince(JstDay day, JstDay earlier) pure returns (uint32) {
    return JstDay.unwrap(day) - JstDay.unwrap(earlier);
}

/// @notice Whether `day` is a Saturday or a Sunday. Day 0, 1 January 1970, was a Thursday.
function isWeekend(JstDay day) pure returns (bool) {
    return (JstDay.unwrap(day) + 5) % 7 < 2;
}
