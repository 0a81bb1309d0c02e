extension ImageReference: Codable {
  /// Decodes the text of a reference, with or without the parts that it may leave out.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(ParseError) {
      try self.init(text)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
    }
  }

  /// Encodes ``originalText``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(originalText)
  }
}

extension ImageReference: LosslessStringConvertible {
  /// Parses a reference for generic code; nil where ``init(_:)-(String)`` throws.
  ///
  /// Code that names the type gets the initialiser that throws, also where an optional is wanted. For that the overload
  /// has to be generic and disfavoured: to have both for `String` is a redeclaration, and a generic one alone is chosen
  /// by `compactMap { try? ImageReference($0) }`, with a warning about the `try?`.
  ///
  /// - Parameter description: the text of a reference, with or without the parts that it may leave out.
  @_disfavoredOverload
  public init?(_ description: some StringProtocol) {
    guard let image = try? ImageReference(String(description)) else { return nil }
    self = image
  }
}
