extension Keyring {
  /// Adds all entries of a document, to be tried after those already there under the same key.
  ///
  /// Entries whose keys the kubelet skips, because they are no URLs, are skipped; ``RegistryPattern`` says why.
  /// Amortised O(total length of the keys).
  public mutating func add(_ config: DockerConfig, source: CredentialSource) {
    add(config, source: source, order: nextOrder)
  }

  /// Takes out all that was added from `source` and returns whether there was anything.
  ///
  /// Amortised O(number of its entries), and one step for each other credential under the same keys' passwords at
  /// most; the first call on a keyring also visits each document once.
  @discardableResult
  public mutating func remove(_ source: CredentialSource) -> Bool {
    takeOut(source) != nil
  }

  /// Puts `config` in the place of all that was added from `source`: it is tried where that was tried.
  ///
  /// Adds it at the end if there was nothing. Costs what ``remove(_:)`` and ``add(_:source:)`` cost, and one step for
  /// each credential under the same key from a document that was added later.
  public mutating func replace(_ source: CredentialSource, with config: DockerConfig) {
    add(config, source: source, order: takeOut(source) ?? nextOrder)
  }

  private mutating func add(_ config: DockerConfig, source: CredentialSource, order: Int) {
    let document = CredentialDocument(config: config, source: source, order: order)
    nextOrder = Swift.max(nextOrder, order + 1)
    let added = index.add(document)
    count += added.count
    let number = documents.count
    documents.append(Document(content: document, firstEntry: added.first))
    documentsBySource?[source, default: []].append(number)
  }

  /// Takes out the documents that came from `source` and returns the order of the first; nil if there is none.
  private mutating func takeOut(_ source: CredentialSource) -> Int? {
    indexSources()
    guard let numbers = documentsBySource?.removeValue(forKey: source) else { return nil }
    var order = Int.max
    for number in numbers {
      order = Swift.min(order, documents[number].content.order)
      count -= index.removeDocument(startingAt: documents[number].firstEntry)
      documents[number] = Document(content: .none, firstEntry: -1)
    }
    removedDocumentCount += numbers.count
    compactIfWorthwhile()
    return order
  }

  /// Notes which documents came from which source, unless that is known: most keyrings only grow.
  private mutating func indexSources() {
    guard documentsBySource == nil else { return }
    var numbers: [CredentialSource: [Int]] = [:]
    for (number, document) in documents.enumerated() where document.content.order >= 0 {
      numbers[document.content.source, default: []].append(number)
    }
    documentsBySource = numbers
  }

  /// Builds everything anew once most documents, or most keys, are left from what was taken out. That many removals
  /// pay for it: constant time for each, amortised.
  private mutating func compactIfWorthwhile() {
    let hasOldDocuments = removedDocumentCount > documents.count / 2 && removedDocumentCount > 1_000
    let hasOldKeys = index.emptyKeyCount > index.keys.count / 2 && index.emptyKeyCount > 1_000
    guard hasOldDocuments || hasOldKeys else { return }
    let kept = documents.lazy.map(\.content).filter { $0.order >= 0 }
    self = Keyring(documents: kept.sorted { $0.order < $1.order }, nextOrder: nextOrder)
  }
}
