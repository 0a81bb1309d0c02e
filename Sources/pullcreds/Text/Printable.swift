extension String {
  /// The text with all that a terminal would act on instead of showing it as an escape, such as
  /// `\u{1B}`: control characters, and those that change the direction of writing. Input is not
  /// trusted to move the cursor.
  var printable: String {
    guard unicodeScalars.contains(where: \.isTerminalControl) else { return self }
    var text = ""
    for scalar in unicodeScalars { text += scalar.printable }
    return text
  }
}

extension Unicode.Scalar {
  /// The scalar, or an escape for it.
  var printable: String {
    isTerminalControl ? "\\u{\(String(value, radix: 16, uppercase: true))}" : String(self)
  }

  fileprivate var isTerminalControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      true
    default: false
    }
  }
}
