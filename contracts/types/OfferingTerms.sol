// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";
import {Yen} from "./Yen.sol";

/// @notice A credit rating on issue [I-8].
/// @param agency for example R&I; `rating` for example AA-
struct Rating {
    string agency;
    string rating;
}

/// @notice How the bond was offered: public record, fixed at deployment, never changed. Its ABI encoding is what `offeringHash` hashes.
/// @param applicationDay the first day of application [I-5]
/// @param issuePriceYenPerBond the price of one bond [I-3]: ¥100 per ¥100 of face is the denomination
/// @param underwritingFeeYen what the underwriter receives [I-7]
/// @param issueCostsYen the estimated costs of the issue, the fee among them [I-7]
struct OfferingTerms {
    JstDay applicationDay;
    Yen issuePriceYenPerBond;
    Yen underwritingFeeYen;
    Yen issueCostsYen;
    Rating[] ratings;
}
