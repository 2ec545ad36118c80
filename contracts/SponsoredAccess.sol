// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @title Who may act for a facility: whoever the authority of its sponsor lets call this function
/// @dev What every bond shares has no authority of its own: the role tables of the bonds apply to it.
abstract contract SponsoredAccess {
    /// @dev Whatever stands at `authority` is asked, so an answer that is none lets nobody in.
    function _requireAllowed(address authority) internal view {
        (bool allowed, ) = AuthorityUtils.canCallWithDelay(authority, msg.sender, address(this), msg.sig);
        if (!allowed) revert IAccessManaged.AccessManagedUnauthorized(msg.sender);
    }
}
