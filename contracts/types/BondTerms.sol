// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {JstDay} from "./JstDay.sol";
import {Yen} from "./Yen.sol";

/// @notice The days and the rate from which the whole schedule follows [I-4 to I-6, P-1, P-2].
/// @param ratePpm yearly rate in parts per million: 5980 is 0.598 %
struct ScheduleTerms {
    uint32 ratePpm;
    JstDay closingDay;
    JstDay firstPaymentDay;
    JstDay maturityDay;
}

/// @notice A tax class of the term sheet [P-8]. Its number is its place in the list.
/// @param ratePer100k withholding in 1/100,000 of the interest: 15315 is 15.315 %
struct TaxClass {
    string name;
    uint24 ratePer100k;
}

/// @notice The terms of the bond: fixed at deployment, never changed. Their ABI encoding is what `termsHash` hashes.
/// @param bonds how many indivisible bonds are issued, once [I-2]
/// @param dealerTaxClass the tax class of the dealer's own bonds
struct BondTerms {
    string id;
    string name;
    string symbol;
    Yen denominationYen;
    uint32 bonds;
    ScheduleTerms schedule;
    TaxClass[] taxClasses;
    uint8 dealerTaxClass;
}
