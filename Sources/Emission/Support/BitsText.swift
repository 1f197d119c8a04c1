/// Arithmetic that C has no operators for.
enum BitsText {

  static let header = """
    #ifndef BITS_H
    #define BITS_H

    /* Arithmetic that C has no operators for. Words of fewer bits than their type have zeros above. */

    #include <stdint.h>

    /* What compilers are told about speed. INLINE is for small functions that become one with who calls them. */
    #define INLINE static inline __attribute__((always_inline))
    #define NOINLINE __attribute__((noinline))

    /* Wide products and sums; compilers for 64-bit hosts have the type. */
    __extension__ typedef unsigned __int128 uint128_t;
    __extension__ typedef __int128 int128_t;

    static inline uint64_t ones(unsigned width) { return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1; }

    /* A word of `width` bits as one of 64 that stands for the same signed number. */
    static inline uint64_t sign_extend(uint64_t word, unsigned width) {
      const uint64_t sign = UINT64_C(1) << (width - 1);
      return (word ^ sign) - sign;
    }
    static inline uint128_t sign_extend_128(uint128_t word, unsigned width) {
      const uint128_t sign = (uint128_t)1 << (width - 1);
      return (word ^ sign) - sign;
    }

    /* Shifts by any amount: from the width on, nothing of the word is left. */
    static inline uint32_t shift_left_32(uint32_t word, uint64_t amount) { return amount < 32 ? word << amount : 0; }
    static inline uint64_t shift_left_64(uint64_t word, uint64_t amount) { return amount < 64 ? word << amount : 0; }
    static inline uint128_t shift_left_128(uint128_t word, uint64_t amount) { return amount < 128 ? word << amount : 0; }
    static inline uint32_t shift_right_32(uint32_t word, uint64_t amount) { return amount < 32 ? word >> amount : 0; }
    static inline uint64_t shift_right_64(uint64_t word, uint64_t amount) { return amount < 64 ? word >> amount : 0; }
    static inline uint128_t shift_right_128(uint128_t word, uint64_t amount) {
      return amount < 128 ? word >> amount : 0;
    }

    /* Shifts that keep the sign of a word of `width` bits. */
    static inline uint64_t shift_right_arithmetic(uint64_t word, unsigned width, uint64_t amount) {
      return (uint64_t)((int64_t)sign_extend(word, width) >> (amount < 63 ? amount : 63));
    }
    static inline uint128_t shift_right_arithmetic_128(uint128_t word, unsigned width, uint64_t amount) {
      return (uint128_t)((int128_t)sign_extend_128(word, width) >> (amount < 127 ? amount : 127));
    }

    /* Division, where dividing by 0 gives all ones and leaves the dividend. */
    static inline uint32_t divide_unsigned_32(uint32_t a, uint32_t b) { return b == 0 ? UINT32_MAX : a / b; }
    static inline uint64_t divide_unsigned_64(uint64_t a, uint64_t b) { return b == 0 ? UINT64_MAX : a / b; }
    static inline uint128_t divide_unsigned_128(uint128_t a, uint128_t b) { return b == 0 ? ~(uint128_t)0 : a / b; }
    static inline uint32_t remainder_unsigned_32(uint32_t a, uint32_t b) { return b == 0 ? a : a % b; }
    static inline uint64_t remainder_unsigned_64(uint64_t a, uint64_t b) { return b == 0 ? a : a % b; }
    static inline uint128_t remainder_unsigned_128(uint128_t a, uint128_t b) { return b == 0 ? a : a % b; }

    /* The same of signed numbers of `width` bits, towards zero. */
    static inline uint64_t divide_signed_64(uint64_t a, uint64_t b, unsigned width) {
      const int64_t dividend = (int64_t)sign_extend(a, width);
      const int64_t divisor = (int64_t)sign_extend(b, width);
      if (divisor == 0) return dividend < 0 ? 1 : UINT64_MAX;
      return divisor == -1 ? 0 - (uint64_t)dividend : (uint64_t)(dividend / divisor);
    }
    static inline uint64_t remainder_signed_64(uint64_t a, uint64_t b, unsigned width) {
      const int64_t dividend = (int64_t)sign_extend(a, width);
      const int64_t divisor = (int64_t)sign_extend(b, width);
      if (divisor == 0) return a;
      return divisor == -1 ? 0 : (uint64_t)(dividend % divisor);
    }
    static inline uint128_t divide_signed_128(uint128_t a, uint128_t b, unsigned width) {
      const int128_t dividend = (int128_t)sign_extend_128(a, width);
      const int128_t divisor = (int128_t)sign_extend_128(b, width);
      if (divisor == 0) return dividend < 0 ? 1 : ~(uint128_t)0;
      return divisor == -1 ? 0 - (uint128_t)dividend : (uint128_t)(dividend / divisor);
    }
    static inline uint128_t remainder_signed_128(uint128_t a, uint128_t b, unsigned width) {
      const int128_t dividend = (int128_t)sign_extend_128(a, width);
      const int128_t divisor = (int128_t)sign_extend_128(b, width);
      if (divisor == 0) return a;
      return divisor == -1 ? 0 : (uint128_t)(dividend % divisor);
    }

    /* Whether the number of ones is odd. */
    static inline uint8_t parity(uint128_t word) {
      uint64_t folded = (uint64_t)word ^ (uint64_t)(word >> 64);
      folded ^= folded >> 32;
      folded ^= folded >> 16;
      folded ^= folded >> 8;
      folded ^= folded >> 4;
      return 0x6996 >> (folded & 15) & 1;
    }

    #endif

    """
}
