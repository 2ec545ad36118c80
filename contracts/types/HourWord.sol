// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Quality} from "./Impact.sol";

/// @notice Four hours in one storage slot: 58 bits each, of which 56 are the energy in mWh, signed, and 2 the quality.
type HourWord is uint256;

using {withHour, energyOf, qualityOf} for HourWord global;

/// @dev Hours in a slot.
uint256 constant HOURS_PER_WORD = 4;

/// @dev The slots of a day.
uint256 constant WORDS_PER_DAY = 6;

uint256 constant HOUR_BITS = 58;
uint256 constant MASK_56 = (1 << 56) - 1;

/// @notice The word with one more hour of the day; its place must be empty.
function withHour(HourWord word, uint256 hour, int56 energyMilliWh, Quality quality) pure returns (HourWord) {
    unchecked {
        uint256 packed = (uint256(int256(energyMilliWh)) & MASK_56) | (uint256(quality) << 56);
        return HourWord.wrap(HourWord.unwrap(word) | (packed << shiftOf(hour)));
    }
}

/// @notice The energy of an hour of the day in its word.
function energyOf(HourWord word, uint256 hour) pure returns (int56) {
    return int56(uint56(HourWord.unwrap(word) >> shiftOf(hour)));
}

/// @notice The quality of an hour of the day in its word; None where the word has nothing of it.
function qualityOf(HourWord word, uint256 hour) pure returns (Quality) {
    unchecked {
        return Quality((HourWord.unwrap(word) >> (shiftOf(hour) + 56)) & 3);
    }
}

function shiftOf(uint256 hour) pure returns (uint256) {
    unchecked {
        return HOUR_BITS * (hour % HOURS_PER_WORD);
    }
}
