/// What a keyring holds: documents, and an index of their entries.
///
/// A class, so that a look-up's result keeps all of it alive with one reference.
///
/// `@unchecked Sendable` by this invariant: a `Keyring` changes its storage only while it holds the only reference
/// to it, and copies it before otherwise; nothing else changes it.
final class KeyringStorage: @unchecked Sendable {
  /// One document and its place in the order in which documents were added.
  struct Document: Sendable {
    let content: CredentialDocument
    /// Ascends with every document added; a replacement takes over that of the document it replaces.
    let order: Int
    /// The first of its entries in the index, -1 for none.
    var firstEntry: Int32 = -1
  }

  private(set) var index = KeyringIndex()
  private(set) var documents: [Document] = []
  /// How many entries of the documents can match an image.
  private(set) var entryCount = 0
  private var nextOrder = 0
  private var freeDocuments: [Int32] = []
  /// The documents of each source, made when a source is first asked for: most keyrings only grow.
  private var documentsBySource: [CredentialSource: [Int32]]?

  init() {}

  init(copying other: KeyringStorage) {
    index = other.index
    documents = other.documents
    entryCount = other.entryCount
    nextOrder = other.nextOrder
    freeDocuments = other.freeDocuments
    documentsBySource = other.documentsBySource
  }

  /// Files a document's entries, each after those of its key that belong to documents of an order up to `order`.
  func add(_ content: CredentialDocument, order: Int? = nil) {
    let document = Document(content: content, order: order ?? nextOrder)
    nextOrder = max(nextOrder, document.order + 1)
    let number: Int
    if let free = freeDocuments.popLast() {
      number = Int(free)
      documents[number] = document
    } else {
      number = documents.count
      documents.append(document)
    }
    documentsBySource?[content.source, default: []].append(Int32(number))
    fileEntries(of: number)
  }

  /// Takes out all documents that came from `source` and returns the order of the first of them; nil: there is none.
  func remove(_ source: CredentialSource) -> Int? {
    guard let numbers = documents(from: source) else { return nil }
    documentsBySource?[source] = nil
    var order = Int.max
    for number in numbers {
      order = min(order, documents[Int(number)].order)
      var entry = documents[Int(number)].firstEntry
      while entry >= 0 {
        let next = index.entries[Int(entry)].nextOfDocument
        index.remove(entry)
        entryCount -= 1
        entry = next
      }
      documents[Int(number)] = Document(content: .none, order: -1)
      freeDocuments.append(number)
    }
    compactIfWorthwhile()
    return order
  }

  private func documents(from source: CredentialSource) -> [Int32]? {
    if documentsBySource == nil {
      var all: [CredentialSource: [Int32]] = [:]
      for (number, document) in documents.enumerated() where document.order >= 0 {
        all[document.content.source, default: []].append(Int32(number))
      }
      documentsBySource = all
    }
    return documentsBySource?[source]
  }

  private func fileEntries(of number: Int) {
    let config = documents[number].content.config.storage
    let order = documents[number].order
    let arena = config.arena
    var last: Int32 = -1
    for (position, record) in config.records.enumerated() {
      guard let key = index.key(for: arena.span.extracting(record.key)) else { continue }
      var predecessor = index.keys[key].lastEntry
      while predecessor >= 0, self.order(of: predecessor) > order {
        predecessor = index.entries[Int(predecessor)].previous
      }
      let entry = index.add(
        KeyringIndex.Entry(document: Int32(number), index: Int32(position), key: Int32(key)),
        after: predecessor)
      if last < 0 {
        documents[number].firstEntry = entry
      } else {
        index.entries[Int(last)].nextOfDocument = entry
      }
      last = entry
      entryCount += 1
    }
  }

  private func order(of entry: Int32) -> Int {
    documents[Int(index.entries[Int(entry)].document)].order
  }

  /// Builds the index anew once most of its keys have no credentials left. The keys that were emptied since the last
  /// time pay for it: constant time for each, amortised.
  private func compactIfWorthwhile() {
    guard index.emptyKeyCount > index.keys.count / 2, index.emptyKeyCount > 1_000 else { return }
    index = KeyringIndex()
    entryCount = 0
    let numbers = documents.indices.filter { documents[$0].order >= 0 }
    for number in numbers.sorted(by: { documents[$0].order < documents[$1].order }) {
      documents[number].firstEntry = -1
      fileEntries(of: number)
    }
  }
}

extension CredentialDocument {
  /// What stands in the place of a removed document.
  fileprivate static let none = CredentialDocument(config: DockerConfig(), source: .literal)
}
