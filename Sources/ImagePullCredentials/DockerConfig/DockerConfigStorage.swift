// How a decoded document lies in memory.

extension DockerConfig {
  /// One buffer for all text of a document's entries, and for each entry where its fields end in it.
  final class Storage: Sendable {
    let arena: [UInt8]
    let records: [Record]
    let extras: Extras

    init(arena: [UInt8], records: [Record], extras: Extras) {
      self.arena = arena
      self.records = records
      self.extras = extras
    }

    func text(_ range: Range<Int>) -> String {
      String(decoding: arena[range], as: UTF8.self)
    }
  }

  /// What a document says besides its entries.
  struct Extras: Sendable, Hashable {
    var hasAuths = true
    var headers: [Header] = []
    var credentialsStore: String?
    var credentialHelpers: [CredentialHelper] = []
    /// The members that this library does not know, in document order, as ``Record/unknownMembers``
    /// has an entry's.
    var unknownMembers: [UInt8] = []

    /// Makes of repeated names what a map makes of them.
    mutating func removeRepeats() {
      headers = headers.keepingLast { $0.name }
      credentialHelpers = credentialHelpers.keepingLast { $0.registry }
    }
  }

  /// One member of `HttpHeaders`.
  struct Header: Sendable, Hashable {
    let name: String
    let value: String
  }

  /// Where one entry's fields stand: one after the other, `username` and `password` with a colon between them as
  /// in the `auth` field.
  ///
  /// Invariant: the offsets ascend and lie inside the arena; `passwordEnd > usernameEnd`.
  struct Record: Sendable {
    var keyStart: UInt32 = 0
    var keyEnd: UInt32 = 0
    var usernameEnd: UInt32 = 0
    var passwordEnd: UInt32 = 0
    var emailEnd: UInt32 = 0
    var identityTokenEnd: UInt32 = 0
    var registryTokenEnd: UInt32 = 0
    var unknownMembersEnd: UInt32 = 0
    /// Where the key stands in the document, for messages.
    var documentOffset: UInt32 = 0
    var flags: Flags = []

    var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    var username: Range<Int> { Int(keyEnd)..<Int(usernameEnd) }
    var password: Range<Int> { Int(usernameEnd) + 1..<Int(passwordEnd) }
    /// What the field `auth` stands for: `username:password`.
    var auth: Range<Int> { Int(keyEnd)..<Int(passwordEnd) }
    var email: Range<Int> { Int(passwordEnd)..<Int(emailEnd) }
    var identityToken: Range<Int> { Int(emailEnd)..<Int(identityTokenEnd) }
    var registryToken: Range<Int> { Int(identityTokenEnd)..<Int(registryTokenEnd) }
    /// The entry's members that this library does not know, in document order: JSON text without white space and
    /// without the braces around it. Empty if there are none.
    var unknownMembers: Range<Int> { Int(registryTokenEnd)..<Int(unknownMembersEnd) }
    /// All but the unknown members.
    var known: Range<Int> { Int(keyStart)..<Int(registryTokenEnd) }
    var all: Range<Int> { Int(keyStart)..<Int(unknownMembersEnd) }
  }

  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8

    /// `auth` was there and not empty.
    static let hasAuth = Flags(rawValue: 1)
    /// `username` or `password` was there, not empty, and said something else than `auth`.
    static let authOverridesFields = Flags(rawValue: 2)
    /// The entry was decoded from a document, and `auth` was not there or empty.
    static let fieldsOnly = Flags(rawValue: 4)
  }
}

/// Collects records whose keys are unique: a repeated key replaces the record at the place of the first.
struct StorageBuilder {
  var arena: [UInt8] = []
  private var records: [DockerConfig.Record] = []
  /// Positions in `records` plus one, by the hash of the key; empty while a scan is as quick.
  private var slots: [UInt32] = []

  private static let scanLimit = 8

  /// How many records there are.
  var count: Int { records.count }

  init(capacity: Int) {
    arena.reserveCapacity(capacity)
  }

  var isEmpty: Bool { records.isEmpty }

  /// Adds `record`, whose text must already stand at the end of the arena.
  mutating func append(_ record: DockerConfig.Record) {
    if let earlier = position(ofKey: record.key) {
      records[earlier] = record
      return
    }
    if records.isEmpty { records.reserveCapacity(Self.scanLimit / 2) }
    records.append(record)
    if records.count > Self.scanLimit { index(records.count - 1) }
  }

  /// Forgets all records: what `"auths": null` does after an earlier `auths`.
  mutating func removeAll() {
    records.removeAll()
    slots.removeAll()
  }

  func finish(_ extras: DockerConfig.Extras) -> DockerConfig.Storage {
    DockerConfig.Storage(arena: arena, records: records, extras: extras)
  }

  private func position(ofKey key: Range<Int>) -> Int? {
    let bytes = arena.span
    let sought = bytes.extracting(key)
    if slots.isEmpty {
      for (position, record) in records.enumerated()
      where bytes.extracting(record.key).hasSameBytes(as: sought) {
        return position
      }
      return nil
    }
    var slot = Int(truncatingIfNeeded: KeyedHash.of(sought)) & (slots.count - 1)
    while slots[slot] != 0 {
      let position = Int(slots[slot]) - 1
      if bytes.extracting(records[position].key).hasSameBytes(as: sought) { return position }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Enters `newest` into the table, which is built anew, twice as large, when it is half full.
  private mutating func index(_ newest: Int) {
    guard records.count * 2 > slots.count else {
      insert(newest)
      return
    }
    slots = [UInt32](repeating: 0, count: max(32, slots.count * 2))
    for position in records.indices { insert(position) }
  }

  private mutating func insert(_ position: Int) {
    let hash = KeyedHash.of(arena.span.extracting(records[position].key))
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(position + 1)
  }
}

extension Array {
  /// One element for each name: the last that has it, at the place of the first.
  fileprivate func keepingLast(by name: (Element) -> String) -> [Element] {
    guard count > 1 else { return self }
    var places: [[UInt8]: Int] = [:]
    var kept: [Element] = []
    for element in self {
      // By bytes: as strings, names in different Unicode forms would be equal.
      let key = Array<UInt8>(name(element).utf8)
      if let place = places[key] {
        kept[place] = element
      } else {
        places[key] = kept.count
        kept.append(element)
      }
    }
    return kept
  }
}
