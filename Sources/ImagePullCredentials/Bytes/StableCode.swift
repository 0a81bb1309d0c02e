/// The stable name of a kind of error or finding, in kebab-case. It is what programs compare and store; texts for
/// people change.
///
/// More codes may be added to a type at any time: compare with its constants and have a default for
/// the rest.
public protocol StableCode: RawRepresentable, Hashable, Sendable, Codable, CaseIterable,
  CustomStringConvertible
where RawValue == String {}

extension StableCode {
  /// The code's name.
  public var description: String { rawValue }
}
