// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BondTerms} from "../types/BondTerms.sol";
import {JstDay} from "../types/JstDay.sol";
import {OfferingTerms} from "../types/OfferingTerms.sol";
import {Yen} from "../types/Yen.sol";
import {BondTermsLib} from "./BondTermsLib.sol";

/// @title The bounds of an offering, and its price
library OfferingTermsLib {
    uint256 internal constant MAX_RATINGS = 10;

    /// @notice Refuses an offering out of bounds: application not after closing [I-5], at most 10^15 yen for the whole issue, a fee that is part
    /// of the costs, and costs below the gross proceeds [I-7], at most 10 ratings, each with agency and rating [I-8].
    function requireInBounds(OfferingTerms memory self, BondTerms memory bond) internal pure {
        _require(self.applicationDay <= bond.schedule.closingDay, "offering.applicationDay", JstDay.unwrap(self.applicationDay));
        uint256 price = Yen.unwrap(self.issuePriceYenPerBond);
        _require(price > 0 && price <= BondTermsLib.MAX_FACE_YEN / bond.bonds, "offering.issuePriceYenPerBond", price);
        _require(self.issueCostsYen < priceYenOf(self.issuePriceYenPerBond, bond.bonds), "offering.issueCostsYen", Yen.unwrap(self.issueCostsYen));
        _require(!(self.issueCostsYen < self.underwritingFeeYen), "offering.underwritingFeeYen", Yen.unwrap(self.underwritingFeeYen));
        _require(self.ratings.length <= MAX_RATINGS, "offering.ratings", self.ratings.length);
        for (uint256 i = 0; i < self.ratings.length; ++i) {
            _require(bytes(self.ratings[i].agency).length != 0, "offering.ratings.agency", i);
            _require(bytes(self.ratings[i].rating).length != 0, "offering.ratings.rating", i);
        }
    }

    /// @notice The price of `bonds` bonds [I-3, I-5].
    function priceYenOf(Yen issuePriceYenPerBond, uint256 bonds) internal pure returns (Yen) {
        return Yen.wrap(SafeCast.toUint64(Yen.unwrap(issuePriceYenPerBond) * bonds));
    }

    /// @notice Copies the offering into storage, member by member: the compiler does not copy a list of structs.
    function store(OfferingTerms storage self, OfferingTerms memory terms) internal {
        (self.applicationDay, self.issuePriceYenPerBond) = (terms.applicationDay, terms.issuePriceYenPerBond);
        (self.underwritingFeeYen, self.issueCostsYen) = (terms.underwritingFeeYen, terms.issueCostsYen);
        for (uint256 i = 0; i < terms.ratings.length; ++i) self.ratings.push(terms.ratings[i]);
    }

    function _require(bool holds, string memory key, uint256 value) private pure {
        if (!holds) revert BondTermsLib.TermOutOfBounds(key, value);
    }
}
