// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @dev The roles of a bond. ADMIN is AccessManager's own role 0 and sits with the platform operator.
uint64 constant ADMIN = 0;
uint64 constant ISSUER = 1;
uint64 constant REGISTER_ADMINISTRATOR = 2;
uint64 constant FISCAL_AGENT = 3;
uint64 constant DEALER = 4;
uint64 constant RECORDER = 5;
uint64 constant REVIEWER = 6;

/// @dev The highest role that exists.
uint64 constant LAST_ROLE = REVIEWER;

/// @notice Whether no account may hold both roles: issuer with register administrator, fiscal agent or reviewer; dealer with register
/// administrator or fiscal agent; recorder with reviewer; the administrator of the authority with any other.
function isForbiddenPair(uint64 a, uint64 b) pure returns (bool) {
    if (a == b) return false;
    (uint64 low, uint64 high) = a < b ? (a, b) : (b, a);
    if (low == ADMIN) return true;
    if (low == ISSUER) return high == REGISTER_ADMINISTRATOR || high == FISCAL_AGENT || high == REVIEWER;
    if (high == DEALER) return low == REGISTER_ADMINISTRATOR || low == FISCAL_AGENT;
    return low == RECORDER && high == REVIEWER;
}
