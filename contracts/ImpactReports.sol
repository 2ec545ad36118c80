// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Published impact figures [E-2, E-4]
contract ImpactReports {
    address public immutable impact;

    constructor(address impact_) {
        impact = impact_;
    }
}
