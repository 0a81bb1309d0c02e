extension Keyring {
  /// The credentials that match one image, in the order in which the kubelet tries them.
  ///
  /// Shares the keyring's documents as they were at the look-up. Making, copying and iterating allocates nothing for up
  /// to eight credentials.
  public struct Matches: Sendable, RandomAccessCollection {
    private let documents: [KeyringDocument]
    private let positions: Positions

    @inline(__always)
    init(_ documents: [KeyringDocument], _ positions: consuming Positions) {
      self.documents = documents
      self.positions = positions
    }

    /// Steps through the credentials.
    public struct Iterator: Sendable, IteratorProtocol {
      private let matches: Matches
      private var place = 0

      fileprivate init(_ matches: consuming Matches) { self.matches = matches }

      /// The next credential in the order tried.
      public mutating func next() -> Credential? {
        guard place < matches.positions.count else { return nil }
        defer { place += 1 }
        return matches[place]
      }
    }

    /// An iterator over the credentials in the order tried.
    public consuming func makeIterator() -> Iterator { Iterator(self) }

    /// Always 0: the place of the credential that is tried first.
    public var startIndex: Int { 0 }

    /// How many credentials there are.
    public var endIndex: Int { positions.count }

    /// The credential at `place`, which must be below ``endIndex``.
    public subscript(place: Int) -> Credential {
      let position = positions[place]
      return Credential(document: documents[position.document].origin, index: position.record)
    }
  }
}

extension Keyring.Matches: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The credentials without their passwords.
  public var description: String { Array(self).description }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// The credentials, redacted.
  public var customMirror: Mirror {
    Mirror(self, unlabeledChildren: Array(self), displayStyle: .collection)
  }
}
