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
  /// Amortised O(number of its entries); the first call on a keyring also visits each entry once.
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
    let first = index.add(document)
    if first >= 0 { firstEntriesBySource?[source, default: []].append(first) }
  }

  /// Takes out the documents that came from `source` and returns the order of the first; nil if there is none.
  private mutating func takeOut(_ source: CredentialSource) -> Int? {
    indexSources()
    guard let firstEntries = firstEntriesBySource?.removeValue(forKey: source) else { return nil }
    let order = firstEntries.map { index.entries[Int($0)].document.order }.min()
    for entry in firstEntries { index.removeDocument(startingAt: entry) }
    compactIfWorthwhile()
    return order
  }

  /// Notes where each source's documents begin, unless that is known.
  private mutating func indexSources() {
    guard firstEntriesBySource == nil else { return }
    var firstEntries: [CredentialSource: [Int32]] = [:]
    for entry in index.firstEntriesOfDocuments() {
      firstEntries[index.entries[Int(entry)].document.source, default: []].append(entry)
    }
    firstEntriesBySource = firstEntries
  }

  /// Builds the index anew once the keys that lost all credentials outnumber the others and the credentials. That
  /// many removals pay for it: constant time for each, amortised.
  private mutating func compactIfWorthwhile() {
    let cost = index.keys.count - index.emptyKeyCount + count
    guard index.emptyKeyCount > Swift.max(1_000, cost) else { return }
    let documents = index.firstEntriesOfDocuments().map { index.entries[Int($0)].document }
    index = KeyringIndex()
    firstEntriesBySource = nil
    for document in documents.sorted(by: { $0.order < $1.order }) { _ = index.add(document) }
  }
}
