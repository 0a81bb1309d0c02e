/// The keys of a keyring that have the same host and port.
///
/// Texts are ranges of the index's `bytes`.
struct HostGroup: Sendable {
  let host: Range<Int>
  /// Empty for none.
  let port: Range<Int>
  /// What the host's pattern leaves open; nil for a host without wildcards.
  let wildcards: Wildcards?
  /// The first of the keys without a path.
  var firstKey: Int32 = -1
  /// The lengths of the other keys' paths, ascending: the first of a list.
  var firstPathLength: Int32 = -1

  struct Wildcards: Sendable {
    /// Whether agreeing in the literal parts is matching: each wildcard label has one `*` and nothing else.
    let isDecidedByLiterals: Bool
    /// The next group of the same shape whose literal parts have the same hash.
    let nextInBucket: Int32
  }
}
