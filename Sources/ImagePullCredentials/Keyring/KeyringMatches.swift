extension Keyring {
  /// The credentials that match one image, in the order in which the kubelet tries them.
  ///
  /// Holds on to the keyring as it was at the look-up. Making, copying and iterating allocates nothing for up to
  /// eight matching keys. `count` is O(number of credentials).
  public struct Matches: Sendable, Collection {
    let storage: KeyringStorage
    let keys: MatchedKeys

    /// A place in the matches.
    public struct Index: Sendable, Comparable {
      let key: Int
      let entry: Int32
      /// How many entries of the same key come before.
      let rank: Int

      /// Whether `one` comes before `other`.
      public static func < (one: Index, other: Index) -> Bool {
        (one.key, one.rank) < (other.key, other.rank)
      }
    }

    /// The place of the credential that is tried first.
    public var startIndex: Index { firstIndex(ofKey: 0) }

    /// The place after the last credential.
    public var endIndex: Index { Index(key: keys.count, entry: -1, rank: 0) }

    /// The place after `index`, which must not be ``endIndex``. O(1).
    public func index(after index: Index) -> Index {
      let next = storage.index.entries[Int(index.entry)].next
      guard next < 0 else { return Index(key: index.key, entry: next, rank: index.rank + 1) }
      return firstIndex(ofKey: index.key + 1)
    }

    /// The credential at `index`, which must not be ``endIndex``.
    public subscript(index: Index) -> Credential {
      let entry = storage.index.entries[Int(index.entry)]
      return Credential(
        document: storage.documents[Int(entry.document)].content, index: Int(entry.index))
    }

    private func firstIndex(ofKey key: Int) -> Index {
      guard key < keys.count else { return endIndex }
      return Index(
        key: key, entry: storage.index.keys[Int(keys[key])].firstEntry, rank: 0)
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
