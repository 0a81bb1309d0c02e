/// What a check found to be untrue of an input.
public struct BrokenInvariant: Error, Sendable, Hashable, CustomStringConvertible {
  /// What should have been true, and what was found instead.
  public let description: String

  /// What is not true, in words; never a secret.
  public init(_ description: String) {
    self.description = description
  }
}

/// Throws unless `condition` holds.
@inline(__always)
package func require(
  _ condition: Bool, _ description: @autoclosure () -> String
) throws(BrokenInvariant) {
  guard condition else { throw BrokenInvariant(description()) }
}

/// Throws unless the two are equal.
@inline(__always)
package func requireEqual<Value: Equatable>(
  _ found: Value, _ expected: Value, _ description: @autoclosure () -> String
) throws(BrokenInvariant) {
  guard found == expected else {
    throw BrokenInvariant("\(description()): \(found), which should be \(expected)")
  }
}
