// How a decoded document is stored: one allocation with a header, the records, and the text.

extension DockerConfig {
  /// A document. Made by a ``DocumentBuilder`` and never changed afterwards, so threads may share it although its
  /// buffer is mutable.
  struct Storage: @unchecked Sendable {
    let buffer: Buffer

    /// The header, then room for records, then room for text.
    final class Buffer: ManagedBuffer<Buffer.Header, Record> {
      struct Header {
        var recordCount = 0
        /// The number of records that fit; the text begins after them.
        var recordCapacity: Int
        var textCount = 0
        var extras = Extras()
      }

      /// A buffer with room for `records` records and `text` bytes.
      static func make(records: Int, text: Int) -> Buffer {
        let stride = MemoryLayout<Record>.stride
        let buffer = create(minimumCapacity: records + (text + stride - 1) / stride) { _ in
          Header(recordCapacity: records)
        }
        return unsafeDowncast(buffer, to: Buffer.self)
      }

      /// Where the records begin.
      var recordStart: UnsafeMutablePointer<Record> {
        unsafe withUnsafeMutablePointerToElements { unsafe $0 }
      }

      /// Where the text begins: after the room for records. ``make(records:text:)`` requested enough elements to hold
      /// the text there; bytes need no alignment.
      var textStart: UnsafeMutablePointer<UInt8> {
        unsafe withUnsafeMutablePointers { header, records in
          unsafe UnsafeMutableRawPointer(records + header.pointee.recordCapacity)
            .assumingMemoryBound(to: UInt8.self)
        }
      }

      fileprivate var recordCount: Int {
        withUnsafeMutablePointerToHeader { unsafe $0.pointee.recordCount }
      }
      fileprivate var textCount: Int {
        withUnsafeMutablePointerToHeader { unsafe $0.pointee.textCount }
      }
    }

    static let empty = Storage(buffer: .make(records: 0, text: 0))

    var extras: Extras { buffer.header.extras }

    var recordCount: Int { buffer.recordCount }

    /// The records, in document order.
    var records: Span<Record> {
      @_lifetime(borrow self)
      get {
        // Invariant: the first `recordCount` records are initialised, and live as long as the buffer.
        let span = unsafe Span(
          _unsafeStart: UnsafePointer(buffer.recordStart), count: buffer.recordCount)
        return unsafe _overrideLifetime(span, borrowing: self)
      }
    }

    /// The text of all entries.
    var text: Span<UInt8> {
      @_lifetime(borrow self)
      get {
        // Invariant: the first `textCount` bytes from `textStart` are initialised, and live as long as the buffer.
        let span = unsafe Span(
          _unsafeStart: UnsafePointer(buffer.textStart), count: buffer.textCount)
        return unsafe _overrideLifetime(span, borrowing: self)
      }
    }

    func string(_ range: Range<Int>) -> String { String(copying: text.extracting(range)) }
  }

  /// What a document contains besides its entries.
  struct Extras: Sendable, Hashable {
    var hasAuths = true
    var headers: [Header] = []
    var credentialsStore: String?
    var credentialHelpers: [CredentialHelper] = []
    /// The unknown members in document order, in the form of ``Record/unknownMembers``.
    var unknownMembers: [UInt8] = []
  }

  /// One member of `HttpHeaders`.
  struct Header: Sendable, Hashable {
    let name: String
    let value: String
  }

  /// The consecutive ranges of one entry's fields in the text, and its compiled key.
  ///
  /// `username` and `password` have a colon between them, as in the `auth` field. Offsets ascend and lie inside the
  /// text.
  struct Record: Sendable, BitwiseCopyable {
    var keyStart: UInt32 = 0
    var keyEnd: UInt32 = 0
    var usernameEnd: UInt32 = 0
    var passwordEnd: UInt32 = 0
    var emailEnd: UInt32 = 0
    var identityTokenEnd: UInt32 = 0
    var registryTokenEnd: UInt32 = 0
    var unknownMembersEnd: UInt32 = 0
    /// The offset of the key in the document, for messages.
    var documentOffset: UInt32 = 0
    /// The key as the kubelet reads it; its decoded parts come after the unknown members.
    var pattern = CompiledKey.unreadable
    var flags: Flags = []

    var key: Range<Int> { Int(keyStart)..<Int(keyEnd) }
    var username: Range<Int> { Int(keyEnd)..<Int(usernameEnd) }
    var password: Range<Int> { Int(usernameEnd) + 1..<Int(passwordEnd) }
    /// The decoded field `auth`: `username:password`.
    var auth: Range<Int> { Int(keyEnd)..<Int(passwordEnd) }
    var email: Range<Int> { Int(passwordEnd)..<Int(emailEnd) }
    var identityToken: Range<Int> { Int(emailEnd)..<Int(identityTokenEnd) }
    var registryToken: Range<Int> { Int(identityTokenEnd)..<Int(registryTokenEnd) }
    /// The entry's unknown members in document order: JSON text without white space and without the surrounding
    /// braces. Empty if there are none.
    var unknownMembers: Range<Int> { Int(registryTokenEnd)..<Int(unknownMembersEnd) }
    /// Everything except the unknown members.
    var known: Range<Int> { Int(keyStart)..<Int(registryTokenEnd) }
    /// Everything that the entry's author wrote, without the decoded parts of the compiled key.
    var all: Range<Int> { Int(keyStart)..<Int(unknownMembersEnd) }

    /// The record of the same fields in a text where they begin at `start`; its key has to be
    /// compiled again.
    func moved(to start: Int) -> Record {
      let shift = UInt32(truncatingIfNeeded: start) &- keyStart
      var record = self
      for end in [
        \Record.keyStart, \.keyEnd, \.usernameEnd, \.passwordEnd, \.emailEnd, \.identityTokenEnd,
        \.registryTokenEnd, \.unknownMembersEnd,
      ] {
        record[keyPath: end] &+= shift
      }
      return record
    }
  }

  struct Flags: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8

    /// `auth` was present and not empty.
    static let hasAuth = Flags(rawValue: 1)
    /// `username` or `password` was present, not empty, and different from `auth`.
    static let authOverridesFields = Flags(rawValue: 2)
    /// The entry was decoded from a document, and `auth` was absent or empty.
    static let fieldsOnly = Flags(rawValue: 4)
  }
}
