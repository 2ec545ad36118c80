// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title The yearly reports [G-4, E-4]
contract AnnualReports is AccessManaged {
    address public immutable token;
    address public immutable proceeds;
    address public immutable impact;
    address public immutable figures;

    constructor(address authority, address token_, address proceeds_, address impact_, address figures_) AccessManaged(authority) {
        (token, proceeds, impact, figures) = (token_, proceeds_, impact_, figures_);
    }
}
