// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The one rounding of impact figures: to the nearest whole unit, a half to the even one
library HalfEven {
    /// @notice `sum` divided by 10^6, half to even. Sums of mWh times mg per kWh are mg times 10^6.
    function perMillion(int256 sum) internal pure returns (int256 rounded) {
        rounded = sum / 1e6;
        int256 rest = sum % 1e6; // of the sign of the sum
        int256 twice = rest < 0 ? -2 * rest : 2 * rest;
        if (twice > 1e6 || (twice == 1e6 && rounded % 2 != 0)) rounded += rest < 0 ? int256(-1) : int256(1);
    }
}
