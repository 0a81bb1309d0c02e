/// A set of ASCII characters, one bit for each. No byte outside ASCII is in any.
struct ASCIISet {
  /// Bit n stands for the byte n.
  let low: UInt64
  /// Bit n stands for the byte 64 + n.
  let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 64 ? low : high) &>> UInt64(byte) & 1 != 0
  }
}

extension ASCIISet {
  /// `A-Z a-z 0-9 - _ . ~ ! $ & ' ( ) * + , ; = : [ ] < > "`: what a host may hold unescaped.
  static var host: ASCIISet {
    ASCIISet(low: 0x7FFF_7FD6_0000_0000, high: 0x47FF_FFFE_AFFF_FFFE)
  }

  /// `% @ A-Z a-z 0-9 - . _ : ~ ! $ & ' ( ) * + , ; =`: what user information may hold.
  static var userinfo: ASCIISet {
    ASCIISet(low: 0x2FFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF)
  }

  /// Bytes below 0x20, and 0x7F.
  static var control: ASCIISet {
    ASCIISet(low: 0x0000_0000_FFFF_FFFF, high: 0x8000_0000_0000_0000)
  }
}
