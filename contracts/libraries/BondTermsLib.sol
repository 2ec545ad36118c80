// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {BondTerms} from "../types/BondTerms.sol";
import {Yen} from "../types/Yen.sol";

/// @title The bounds of a term sheet that are not about days
library BondTermsLib {
    uint256 internal constant MAX_BONDS = 1_000_000;
    /// @dev 10^15 yen.
    uint256 internal constant MAX_FACE_YEN = 1e15;
    uint256 internal constant MAX_TAX_CLASSES = 100;
    uint256 internal constant TAX_UNIT = 100_000;

    /// @notice The terms break a bound: `key` names it, as in the term sheet.
    error TermOutOfBounds(string key, uint256 value);

    /// @notice Refuses terms out of bounds: 1 to 10^6 bonds, at most 10^15 yen of face, 1 to 100 tax classes of at most 100 %.
    function requireInBounds(BondTerms memory terms) internal pure {
        _require(terms.bonds > 0 && terms.bonds <= MAX_BONDS, "bonds", terms.bonds);
        uint256 denomination = Yen.unwrap(terms.denominationYen);
        _require(denomination > 0 && denomination <= MAX_FACE_YEN / terms.bonds, "denominationYen", denomination);
        uint256 classes = terms.taxClasses.length;
        _require(classes > 0 && classes <= MAX_TAX_CLASSES, "taxClasses", classes);
        for (uint256 i = 0; i < classes; ++i) {
            uint256 rate = terms.taxClasses[i].ratePer100k;
            _require(rate <= TAX_UNIT, "taxClasses.rate", rate);
        }
        _require(terms.dealerTaxClass < classes, "dealerTaxClass", terms.dealerTaxClass);
    }

    /// @notice Copies the terms into storage, member by member: the compiler does not copy a list of structs.
    function store(BondTerms storage self, BondTerms memory terms) internal {
        (self.id, self.name, self.symbol) = (terms.id, terms.name, terms.symbol);
        (self.denominationYen, self.bonds, self.schedule) = (terms.denominationYen, terms.bonds, terms.schedule);
        for (uint256 i = 0; i < terms.taxClasses.length; ++i) self.taxClasses.push(terms.taxClasses[i]);
        self.dealerTaxClass = terms.dealerTaxClass;
    }

    function _require(bool holds, string memory key, uint256 value) private pure {
        if (!holds) revert TermOutOfBounds(key, value);
    }
}
