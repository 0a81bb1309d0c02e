import ImagePullCredentials

/// The documents of one directory, found as the kubelet finds them.
///
/// At its start it reads all files into memory, which knows documents by their content, whatever the
/// file's name. What it does not find there it looks for in the file that has the key's name.
/// (pkg/kubelet/images/pullmanager: mem_pullrecords.go since 1.34, fs_pullrecords.go.)
struct RecordDirectory<Document: RecordDocument> {
  private var documentsByKey: [[UInt8]: Document] = [:]
  /// The files that cannot be read, in the order of their names.
  private(set) var unreadable: [ImagePullRecords.UnreadableFile] = []
  private var violationsByName: [[UInt8]: FieldViolation] = [:]

  init(_ files: [ImagePullRecords.File]) {
    let listed = files.filter { RecordFileName.isListed($0.name) }
    // Of several documents with one key the kubelet remembers that of the last file.
    for file in listed.sorted(by: { $0.name.precedes($1.name) }) {
      do throws(FieldViolation) {
        let document = try Document.decode(file.json.span).document
        documentsByKey[Array(document.key.utf8)] = document
      } catch {
        unreadable.append(.init(name: file.name, violation: error))
        violationsByName[Array(file.name.utf8)] = error
      }
    }
  }

  /// All documents, in the byte order of their keys.
  var documents: [Document] { documentsByKey.values.sorted { $0.key.precedes($1.key) } }

  func document(forKey key: String) throws(FieldViolation) -> Document? {
    if let document = documentsByKey[Array(key.utf8)] { return document }
    guard !violationsByName.isEmpty else { return nil }
    let name = Array(RecordFileName.name(ofKey: key).utf8)
    if let violation = violationsByName[name] { throw violation }
    return nil
  }

  /// Puts a document into the place of one with the same key, and of an unreadable file.
  mutating func keep(_ document: Document) {
    documentsByKey[Array(document.key.utf8)] = document
    guard !violationsByName.isEmpty else { return }
    let name = RecordFileName.name(ofKey: document.key)
    if violationsByName.removeValue(forKey: Array(name.utf8)) != nil {
      unreadable.removeAll { $0.name.hasSameBytes(as: name) }
    }
  }

  mutating func remove(forKey key: String) { documentsByKey[Array(key.utf8)] = nil }
}
