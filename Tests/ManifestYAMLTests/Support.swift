import ManifestYAML

/// A document as tests compare it.
struct ReadDocument: Equatable {
  let json: String
  let line: Int
  let isVerbatim: Bool

  init(_ json: String, line: Int = 1, isVerbatim: Bool = false) {
    self.json = json
    self.line = line
    self.isVerbatim = isVerbatim
  }
}

/// All documents of a stream up to an error.
func readDocuments(
  in bytes: [UInt8], from source: YAMLReader.Source = .file
) -> (documents: [ReadDocument], error: YAMLError?) {
  var reader = YAMLReader(bytes.span, from: source)
  var documents: [ReadDocument] = []
  do {
    while let document = try reader.next() {
      let json = document.json.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
      documents.append(
        ReadDocument(json, line: document.line, isVerbatim: document.isVerbatim))
    }
    return (documents, nil)
  } catch {
    return (documents, error)
  }
}

/// The JSON texts of a stream that has no error.
func json(_ text: String) throws -> [String] {
  let (documents, error) = readDocuments(in: Array(text.utf8))
  if let error { throw error }
  return documents.map(\.json)
}

/// The error of a stream.
func failure(in text: String) -> YAMLError? {
  readDocuments(in: Array(text.utf8)).error
}
