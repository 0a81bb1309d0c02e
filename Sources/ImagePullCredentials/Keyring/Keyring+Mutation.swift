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
    // A document without usable entries leaves no trace in the index; its place is remembered all the same.
    if first < 0 { indexSources() }
    placesBySource?[source, default: []].append(DocumentPlace(order: order, firstEntry: first))
  }

  /// Takes out the documents that came from `source` and returns the order of the first; nil if there is none.
  private mutating func takeOut(_ source: CredentialSource) -> Int? {
    indexSources()
    guard let places = placesBySource?.removeValue(forKey: source) else { return nil }
    for place in places { index.removeDocument(startingAt: place.firstEntry) }
    compactIfWorthwhile()
    return places.map(\.order).min()
  }

  /// Notes where each source's documents are, unless that is known.
  private mutating func indexSources() {
    guard placesBySource == nil else { return }
    var places: [CredentialSource: [DocumentPlace]] = [:]
    for entry in index.firstEntriesOfDocuments() {
      let document = index.entries[Int(entry)].document
      places[document.source, default: []].append(
        DocumentPlace(order: document.order, firstEntry: entry))
    }
    placesBySource = places
  }

  /// Builds the index anew once the keys that lost all credentials outnumber the others and the credentials. That
  /// many removals pay for it: constant time for each, amortised.
  private mutating func compactIfWorthwhile() {
    let cost = index.keys.count - index.emptyKeyCount + count
    guard index.emptyKeyCount > Swift.max(1_000, cost) else { return }
    let documents = index.firstEntriesOfDocuments().map { index.entries[Int($0)].document }
    var places = placesBySource?.mapValues { $0.filter { $0.firstEntry < 0 } } ?? [:]
    index = KeyringIndex()
    for document in documents.sorted(by: { $0.order < $1.order }) {
      places[document.source, default: []].append(
        DocumentPlace(order: document.order, firstEntry: index.add(document)))
    }
    placesBySource = places
  }
}
