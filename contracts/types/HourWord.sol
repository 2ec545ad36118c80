// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Quality} from "./Impact.sol";

/// @notice Four hours in one storage slot, the earliest in the lowest bits: of each 58 bits, 56 are the energy in mWh, signed, and the upper 2 the
/// quality. The highest 24 bits are zero. A Japan day has six such words: hour h stands in word h / 4, at place h % 4.
type HourWord is uint256;

using {withHour, energyOf, qualityOf, presentIn, without} for HourWord global;

/// @dev Hours in a slot.
uint256 constant HOURS_PER_WORD = 4;

/// @dev The slots of a day.
uint256 constant WORDS_PER_DAY = 6;

uint256 constant HOUR_BITS = 58;
uint256 constant MASK_58 = (1 << 58) - 1;
uint256 constant MASK_56 = (1 << 56) - 1;

/// @notice The word with one more hour; its place must be empty.
function withHour(HourWord word, uint256 hour, int56 energyMilliWh, Quality quality) pure returns (HourWord) {
    unchecked {
        uint256 packed = (uint256(int256(energyMilliWh)) & MASK_56) | (uint256(quality) << 56);
        return HourWord.wrap(HourWord.unwrap(word) | (packed << (HOUR_BITS * (hour % HOURS_PER_WORD))));
    }
}

/// @notice The energy of an hour of the day in its word.
function energyOf(HourWord word, uint256 hour) pure returns (int56) {
    unchecked {
        return int56(uint56(HourWord.unwrap(word) >> (HOUR_BITS * (hour % HOURS_PER_WORD))));
    }
}

/// @notice The quality of an hour of the day in its word; None where the word has nothing of it.
function qualityOf(HourWord word, uint256 hour) pure returns (Quality) {
    unchecked {
        return Quality((HourWord.unwrap(word) >> (HOUR_BITS * (hour % HOURS_PER_WORD) + 56)) & 3);
    }
}

/// @notice One bit for each of the four places that has an hour.
function presentIn(HourWord word) pure returns (uint256 places) {
    unchecked {
        uint256 rest = HourWord.unwrap(word) >> 56;
        for (uint256 place = 0; place < HOURS_PER_WORD; ++place) {
            if (rest & 3 != 0) places |= 1 << place;
            rest >>= HOUR_BITS;
        }
    }
}

/// @notice The word without the hours at some places, one bit for each.
function without(HourWord word, uint256 places) pure returns (HourWord) {
    unchecked {
        uint256 kept = HourWord.unwrap(word);
        for (uint256 place = 0; place < HOURS_PER_WORD; ++place) if ((places >> place) & 1 != 0) kept &= ~(MASK_58 << (HOUR_BITS * place));
        return HourWord.wrap(kept);
    }
}
