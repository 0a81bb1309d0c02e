extension Keyring {
  /// The credentials that match one image, in the order in which the kubelet tries them.
  ///
  /// Holds on to the keyring's entries as they were at the look-up. Making, copying and iterating allocates nothing
  /// for up to eight matching keys. `count` is O(number of credentials).
  public struct Matches: Sendable, Collection {
    private let entries: [KeyringIndex.Entry]
    /// The first entry of each matching key.
    private let heads: MatchedKeys

    init(entries: [KeyringIndex.Entry], heads: MatchedKeys) {
      self.entries = entries
      self.heads = heads
    }

    /// A place in the matches.
    public struct Index: Sendable, Comparable {
      fileprivate let key: Int
      fileprivate let entry: Int32
      /// How many entries of the same key come before.
      fileprivate let rank: Int

      /// Whether `one` comes before `other`.
      public static func < (one: Index, other: Index) -> Bool {
        (one.key, one.rank) < (other.key, other.rank)
      }
    }

    /// Steps through the credentials.
    public struct Iterator: Sendable, IteratorProtocol {
      private let matches: Matches
      private var key = 0
      private var entry: Int32

      fileprivate init(_ matches: consuming Matches) {
        entry = matches.heads.isEmpty ? -1 : matches.heads[0]
        self.matches = matches
      }

      /// The next credential in the order tried.
      public mutating func next() -> Credential? {
        guard entry >= 0 else { return nil }
        let current = matches.entries[Int(entry)]
        entry = current.next
        if entry < 0, key + 1 < matches.heads.count {
          key += 1
          entry = matches.heads[key]
        }
        return Credential(document: current.document, index: Int(current.index))
      }
    }

    /// An iterator over the credentials in the order tried.
    public consuming func makeIterator() -> Iterator { Iterator(self) }

    /// Whether nothing matches. O(1).
    public var isEmpty: Bool { heads.isEmpty }

    /// The place of the credential that is tried first.
    public var startIndex: Index { index(ofKey: 0) }

    /// The place after the last credential.
    public var endIndex: Index { Index(key: heads.count, entry: -1, rank: 0) }

    /// The place after `index`, which must not be ``endIndex``. O(1).
    public func index(after index: Index) -> Index {
      let next = entries[Int(index.entry)].next
      guard next < 0 else { return Index(key: index.key, entry: next, rank: index.rank + 1) }
      return self.index(ofKey: index.key + 1)
    }

    /// The credential at `index`, which must not be ``endIndex``.
    public subscript(index: Index) -> Credential {
      let entry = entries[Int(index.entry)]
      return Credential(document: entry.document, index: Int(entry.index))
    }

    private func index(ofKey key: Int) -> Index {
      key < heads.count ? Index(key: key, entry: heads[key], rank: 0) : endIndex
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
