// How a decoded document lies in memory: one allocation with a header, the records, and the text.

extension DockerConfig {
  /// A document. Made by a ``DocumentBuilder`` and never changed afterwards, so that threads may share it, though its
  /// buffer could be written to.
  struct Storage: @unchecked Sendable {
    let buffer: Buffer

    /// The header, then room for records, then room for text.
    final class Buffer: ManagedBuffer<Buffer.Header, Record> {
      struct Header {
        var recordCount = 0
        /// How many records there is room for; the text begins behind them.
        var recordCapacity: Int
        var textCount = 0
        var extras = Extras()
      }

      /// Room for so many records and so much text.
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

      /// Where the text begins: behind the room for records. ``make(records:text:)`` has asked for elements enough to
      /// hold the text there; bytes need no alignment.
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

  /// What a document says besides its entries.
  struct Extras: Sendable, Hashable {
    var hasAuths = true
    var headers: [Header] = []
    var credentialsStore: String?
    var credentialHelpers: [CredentialHelper] = []
    /// The members that this library does not know, in document order, as ``Record/unknownMembers``
    /// has an entry's.
    var unknownMembers: [UInt8] = []
  }

  /// One member of `HttpHeaders`.
  struct Header: Sendable, Hashable {
    let name: String
    let value: String
  }

  /// Where one entry's fields stand in the text, one after the other; and its key, compiled.
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
    /// Where the key stands in the document, for messages.
    var documentOffset: UInt32 = 0
    /// The key as the kubelet reads it; what had to be decoded for it stands behind the unknown members.
    var pattern = CompiledKey.unreadable
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
    /// What an entry's author gave: all but what the compiled key needs besides.
    var all: Range<Int> { Int(keyStart)..<Int(unknownMembersEnd) }

    /// The record of the same fields in a text in which they begin at `start`; its key is to be compiled anew.
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

    /// `auth` was there and not empty.
    static let hasAuth = Flags(rawValue: 1)
    /// `username` or `password` was there, not empty, and said something else than `auth`.
    static let authOverridesFields = Flags(rawValue: 2)
    /// The entry was decoded from a document, and `auth` was not there or empty.
    static let fieldsOnly = Flags(rawValue: 4)
  }
}
