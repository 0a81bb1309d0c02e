extension String {
  /// The text on one line, with all that a terminal or a log would act on instead of showing it as
  /// an escape, such as `\u{1B}`: control characters, line separators, and the invisible ones that
  /// change how others are shown. Input is not trusted to move the cursor.
  package var printable: String {
    guard !unicodeScalars.allSatisfy(\.isPrintable) else { return self }
    var text = ""
    for scalar in unicodeScalars { text += scalar.printable }
    return text
  }
}

extension Unicode.Scalar {
  /// The scalar, or an escape for it.
  package var printable: String {
    isPrintable ? String(self) : escaped(asASCII: true)
  }

  fileprivate var isPrintable: Bool {
    guard !isASCII else { return value >= 0x20 && value != 0x7F }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
