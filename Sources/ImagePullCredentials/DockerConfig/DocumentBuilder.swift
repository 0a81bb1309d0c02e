/// Builds a document: appends text, then the records that refer to it. Keys are unique: a repeated key replaces the
/// record at the place of the first.
///
/// Everything is in one allocation, which doubles when it is full. If more than a third of it is unused at the end, it
/// is trimmed.
struct DocumentBuilder: ~Copyable {
  private var buffer: DockerConfig.Storage.Buffer
  private(set) var recordCount = 0
  private(set) var textCount = 0
  private var recordCapacity: Int
  private var textCapacity: Int
  /// Positions of records plus one, by the hash of the key; empty while a scan is as fast.
  private var slots: [UInt32] = []

  private static let scanLimit = 16

  /// A builder with room for `records` records and `text` bytes before it has to grow.
  init(records: Int, text: Int) {
    buffer = .make(records: records, text: text)
    (recordCapacity, textCapacity) = (records, text)
  }

  /// The text so far.
  var text: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // Invariant: the first `textCount` bytes were appended; nothing is appended while `self` is borrowed.
      let span = unsafe Span(_unsafeStart: UnsafePointer(buffer.textStart), count: textCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Appends text: at most `count` bytes, which `body` writes.
  mutating func append<E>(
    atMost count: Int, _ body: (inout OutputSpan<UInt8>) throws(E) -> Void
  ) throws(E) {
    if textCapacity - textCount < count { grow(records: recordCapacity, text: textCount + count) }
    // Invariant: from `textStart + textCount` on there is room for at least `count` uninitialised bytes. What `body`
    // writes is initialised; bytes need no deinitialisation, so an error leaks nothing.
    let free = unsafe UnsafeMutableBufferPointer(start: buffer.textStart + textCount, count: count)
    var output = unsafe OutputSpan(buffer: free, initializedCount: 0)
    try body(&output)
    textCount += unsafe output.finalize(for: free)
  }

  /// Appends text.
  mutating func append(_ bytes: Span<UInt8>) {
    if textCapacity - textCount < bytes.count {
      grow(records: recordCapacity, text: textCount + bytes.count)
    }
    // Invariant: there is room for all of `bytes` after the text.
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      unsafe (buffer.textStart + textCount).initialize(from: start, count: source.count)
    }
    textCount += bytes.count
  }

  mutating func append(_ byte: UInt8) {
    append(atMost: 1) { $0.append(byte) }
  }

  /// Adds `record`, whose text was appended last, and compiles its key.
  mutating func append(_ record: DockerConfig.Record) {
    var record = record
    record.pattern = compileKey(at: record.key)
    if let earlier = position(of: record) {
      setRecord(record, at: earlier)
      return
    }
    if recordCount == recordCapacity { grow(records: recordCapacity + 1, text: textCapacity) }
    setRecord(record, at: recordCount)
    recordCount += 1
    if recordCount > Self.scanLimit { index(recordCount - 1) }
  }

  /// Appends a copy of `entry`.
  mutating func append(_ entry: DockerConfig.Entry) {
    let (record, target) = (entry.record, textCount)
    append(entry.storage.text.extracting(record.all))
    append(record.moved(to: target))
  }

  /// Forgets all records: what `"auths": null` does after an earlier `auths`.
  mutating func removeAllRecords() {
    recordCount = 0
    slots.removeAll()
  }

  /// The document; the builder is empty afterwards and builds the next one in a new buffer.
  mutating func finish(_ extras: DockerConfig.Extras) -> DockerConfig.Storage {
    let capacity = recordCapacity * MemoryLayout<DockerConfig.Record>.stride + textCapacity
    let used = recordCount * MemoryLayout<DockerConfig.Record>.stride + textCount
    if capacity - used > used / 2 + 256 { move(to: .make(records: recordCount, text: textCount)) }
    buffer.header.recordCount = recordCount
    buffer.header.textCount = textCount
    buffer.header.extras = extras
    (recordCount, recordCapacity, textCount, textCapacity) = (0, 0, 0, 0)
    slots = []
    return DockerConfig.Storage(buffer: buffer)
  }
}

// MARK: - Room

extension DocumentBuilder {
  /// Makes room for at least `records` records and `text` bytes. Amortised: what has to grow is doubled.
  private mutating func grow(records: Int, text: Int) {
    if records > recordCapacity { recordCapacity = max(records, recordCapacity * 2) }
    if text > textCapacity { textCapacity = max(text, textCapacity * 2) }
    move(to: .make(records: recordCapacity, text: textCapacity))
  }

  /// Copies records and text to `new`, which has room for them.
  private mutating func move(to new: DockerConfig.Storage.Buffer) {
    // Invariant: both have room for `recordCount` records and `textCount` bytes, and all those of `buffer` are
    // initialised.
    unsafe new.recordStart.initialize(from: buffer.recordStart, count: recordCount)
    unsafe new.textStart.initialize(from: buffer.textStart, count: textCount)
    buffer = new
  }

  private func setRecord(_ record: DockerConfig.Record, at position: Int) {
    precondition(position < recordCapacity)
    // Invariant: there is room for `recordCapacity` records, and records need no deinitialisation.
    unsafe (buffer.recordStart + position).initialize(to: record)
  }

  private func record(at position: Int) -> DockerConfig.Record {
    precondition(position < recordCount)
    // Invariant: the first `recordCount` records are initialised.
    return unsafe buffer.recordStart[position]
  }
}

// MARK: - Unique keys

extension DocumentBuilder {
  /// The position of the record with the same key, nil if there is none.
  private func position(of record: DockerConfig.Record) -> Int? {
    let sought = text.extracting(record.key)
    if slots.isEmpty {
      for position in 0..<recordCount {
        if text.extracting(self.record(at: position).key).hasSameBytes(as: sought) {
          return position
        }
      }
      return nil
    }
    var slot = Int(hash(of: record)) & (slots.count - 1)
    while slots[slot] != 0 {
      let position = Int(slots[slot]) - 1
      if text.extracting(self.record(at: position).key).hasSameBytes(as: sought) { return position }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// Enters `newest` into the table. A half-full table is rebuilt for as many records as there is
  /// room for.
  private mutating func index(_ newest: Int) {
    guard recordCount * 2 > slots.count else {
      insert(newest)
      return
    }
    var size = 64
    while size < max(recordCount, recordCapacity) * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for position in 0..<recordCount { insert(position) }
  }

  private mutating func insert(_ position: Int) {
    var slot = Int(hash(of: record(at: position))) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(position + 1)
  }

  /// The hash of a record's key, which usually is only a host.
  private func hash(of record: DockerConfig.Record) -> UInt32 {
    let (pattern, key) = (record.pattern, record.key)
    if pattern.isReadable, pattern.host.range == key { return pattern.hostHash }
    return KeyedHash.of(text.extracting(key)).folded
  }
}

// MARK: - Keys

extension DocumentBuilder {
  /// Compiles the key at `range` of the text; its decoded parts are appended.
  private mutating func compileKey(at range: Range<Int>) -> CompiledKey {
    var decoded: [UInt8] = []
    guard let key = try? CompiledKey(registryKey: text.extracting(range), decoded: &decoded) else {
      return .unreadable
    }
    guard !decoded.isEmpty else { return key.shifted(by: range.lowerBound) }
    let start = textCount
    append(decoded.span)
    return key.shifted(by: start)
  }
}
