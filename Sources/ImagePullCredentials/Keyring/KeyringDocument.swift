/// A document in a keyring. Its text and records are accessed directly, without reference counting.
struct KeyringDocument: Sendable {
  let storage: DockerConfig.Storage
  let origin: Origin

  /// A document with its source, which a ``Credential`` keeps alive.
  final class Origin: Sendable {
    let storage: DockerConfig.Storage
    let source: CredentialSource
    /// Ascends with every document added to a keyring; a replacement gets the order of the document that it
    /// replaces.
    let order: Int
    /// How many entries have keys that can match something.
    let usableCount: Int

    fileprivate init(_ storage: DockerConfig.Storage, _ source: CredentialSource, order: Int) {
      self.storage = storage
      self.source = source
      self.order = order
      usableCount = storage.usableCount
    }
  }

  init(_ storage: DockerConfig.Storage, source: CredentialSource, order: Int) {
    self.storage = storage
    origin = Origin(storage, source, order: order)
  }

  /// The cost of a scan: a step for the document and one for each entry.
  var walkLength: Int { 1 + storage.recordCount }

  /// What remains of a removed document while the index refers to its keys: no credential.
  func reducedToKeys() -> KeyringDocument {
    let entries = DockerConfig(storage).entries.map {
      DockerConfig.Entry(registryKey: $0.registryKey)
    }
    return KeyringDocument(DockerConfig(entries).storage, source: origin.source, order: -1)
  }

  var isReducedToKeys: Bool { origin.order < 0 }
}

extension DockerConfig.Storage {
  /// How many entries have keys that can match something.
  fileprivate var usableCount: Int {
    var count = 0
    for position in 0..<recordCount {
      if records[position].pattern.isMatchable { count += 1 }
    }
    return count
  }
}

/// The position of an entry in a keyring.
struct KeyringPosition: Sendable, BitwiseCopyable {
  private let packed: UInt64

  init(_ document: Int, _ record: Int) {
    packed = UInt64(truncatingIfNeeded: document) << 32 | UInt64(truncatingIfNeeded: record)
  }

  /// The document's place in the keyring.
  var document: Int { Int(truncatingIfNeeded: packed >> 32) }
  /// The entry's place in the document.
  var record: Int { Int(truncatingIfNeeded: packed & 0xFFFF_FFFF) }
}

extension Span<KeyringDocument> {
  /// Whether the kubelet tries the entry at `one` before that at `other`.
  func triesFirst(_ one: KeyringPosition, _ other: KeyringPosition) -> Bool {
    let pattern = self[one.document].storage.records[one.record].pattern
    let precedes = pattern.precedes(
      self[other.document].storage.records[other.record].pattern,
      in: self[one.document].storage.text, self[other.document].storage.text)
    if let precedes { return precedes }
    return (self[one.document].origin.order, one.record)
      < (self[other.document].origin.order, other.record)
  }
}

/// The entries that match one image. Up to eight need no allocation.
struct Positions: Sendable {
  private var inline = InlineArray<8, KeyringPosition>(repeating: KeyringPosition(0, 0))
  /// All of them, once there are more than eight. Nil, not empty: an empty array is counted by each copy.
  private var overflow: [KeyringPosition]?
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(position: Int) -> KeyringPosition { overflow?[position] ?? inline[position] }

  mutating func append(_ entry: KeyringPosition) {
    if overflow != nil {
      overflow?.append(entry)
    } else if count < inline.count {
      inline[count] = entry
    } else {
      overflow = inline.indices.map { inline[$0] } + [entry]
    }
    count += 1
  }

  /// Sorts by `precedes`, a strict weak ordering. O(n log n).
  mutating func sort(by precedes: (KeyringPosition, KeyringPosition) -> Bool) {
    guard overflow == nil else {
      overflow?.sort(by: precedes)
      return
    }
    for sorted in 1..<max(count, 1) {
      let entry = inline[sorted]
      var position = sorted
      while position > 0, precedes(entry, inline[position - 1]) {
        inline[position] = inline[position - 1]
        position -= 1
      }
      inline[position] = entry
    }
  }
}
