/// Why bytes are not JSON, and where.
///
/// Internal to the package: each public decoder turns it into its own error.
package struct JSONError: Error, Sendable {
  package enum Code: String, Sendable {
    case unexpectedEnd = "the text ends inside a value"
    case unexpectedByte = "this byte cannot stand here"
    case byteOrderMark = "a byte order mark stands before the value; remove it"
    case controlCharacter = "a control character inside a string must be escaped"
    case invalidEscape = "this escape is not one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
    case invalidLiteral = "only true, false and null may stand without quotes"
    case invalidNumber = "this is not a JSON number"
    case tooDeep = "objects and arrays are nested more than 10000 deep"
    case trailingData = "something follows the end of the value"
  }

  package let code: Code
  /// The byte at which reading stopped: 0 through the length of the text.
  package let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }
}
