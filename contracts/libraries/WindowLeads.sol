// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title How many days before each payment date its closed window begins [T-1], 32 dates to a slot
/// @dev All that a calendar decides about a window is this number: the date itself is a promise of the terms.
library WindowLeads {
    struct Leads {
        mapping(uint256 slot => uint256 leads32) slots;
    }

    uint256 private constant LEADS_PER_SLOT = 32;
    uint256 private constant BITS = 8;

    /// @notice No calendar of ours closes the banks that long: `lead` days before date `index` do not fit.
    error LeadTooLong(uint256 index, uint256 lead);

    /// @notice The lead of date `index`, counted from 1.
    function at(Leads storage self, uint256 index) internal view returns (uint32) {
        return uint8(self.slots[index / LEADS_PER_SLOT] >> _shift(index));
    }

    /// @notice Replaces the lead of date `index`.
    function put(Leads storage self, uint256 index, uint256 lead) internal {
        if (lead > type(uint8).max) revert LeadTooLong(index, lead);
        uint256 slot = index / LEADS_PER_SLOT;
        uint256 shift = _shift(index);
        self.slots[slot] = (self.slots[slot] & ~(uint256(type(uint8).max) << shift)) | (lead << shift);
    }

    function _shift(uint256 index) private pure returns (uint256) {
        return (index % LEADS_PER_SLOT) * BITS;
    }
}
