import ImagePullCredentials
import KubernetesPulls
import ManifestYAML

/// The folders of Helm charts, each looked up once.
final class HelmCharts {
  private var isChart: [Substring: Bool] = [:]

  /// Whether the file is in the folder `templates` of a chart.
  func haveTemplate(_ path: String) -> Bool {
    var folder = path.folder
    while !folder.isEmpty {
      let parent = folder.folder
      if folder.fileName == "templates", isChart(parent) { return true }
      folder = parent
    }
    return false
  }

  private func isChart(_ folder: Substring) -> Bool {
    if let known = isChart[folder] { return known }
    let answer = Folder.hasFile("Chart.yaml", in: folder.isEmpty ? "." : String(folder))
    isChart[folder] = answer
    return answer
  }
}

extension [UInt8] {
  /// Whether the text, which is not YAML because of a line, has a template there: `{{` or `{%` in the line or
  /// the one before, or unclosed in an earlier one.
  ///
  /// Template marks that are strings in YAML, as in an ExternalSecret, do not cause an error.
  func isTemplate(failingAtLine line: Int) -> Bool {
    let lines = split(
      separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false
    ).prefix(line)
    for (distance, line) in lines.reversed().enumerated() {
      guard line.firstRange(of: "{{".utf8) != nil || line.firstRange(of: "{%".utf8) != nil else {
        continue
      }
      let isClosed =
        line.firstRange(of: "}}".utf8) != nil || line.firstRange(of: "%}".utf8) != nil
      return distance <= 1 || !isClosed
    }
    return false
  }

  /// Whether the text seems to be for the API server, judging by its names: files of other tools, such as a
  /// `tsconfig.json` with comments, have none of them.
  var looksLikeManifest: Bool {
    func has(_ name: String) -> Bool { firstRange(of: name.utf8) != nil }
    return has("apiVersion") || has("imagePullSecrets") || has("kind") && has("metadata")
  }
}

extension Span<UInt8> {
  /// The string at `path` in a JSON text; nil if there is none.
  func string(at path: [String]) -> String? {
    var json = JSONReader(self)
    do {
      for name in path {
        guard try json.kind() == .object else { return nil }
        var members = try json.beginObject()
        repeat {
          guard let member = try json.nextName(&members) else { return nil }
          if json.text(member).utf8.elementsEqual(name.utf8) { break }
          try json.skipValue()
        } while true
      }
      return try json.kind() == .string ? json.text(try json.string()) : nil
    } catch {
      return nil
    }
  }

  /// Whether the JSON string around `offset` is filled in later: `${VALUE}`, `$(VALUE)`, `{{ value }}` or
  /// `<value>`.
  func isPlaceholder(around offset: Int) -> Bool {
    var start = Swift.min(offset, count - 1)
    while start > 0, self[start] != UInt8(ascii: "\"") { start -= 1 }
    var json = JSONReader(self, at: start)
    guard let string = try? json.string() else { return false }
    let text = json.text(string)
    return ["${", "$(", "{{", "<"].contains { text.utf8.starts(with: $0.utf8) }
  }
}

extension Secret {
  /// Whether the credentials contain template marks, so they are not known yet.
  var isFilledInLater: Bool {
    // A copier writes into a Secret that is there with the right type.
    if PullSecretFormat(type: type) != nil, metadata.isOfCopy { return true }
    return Secret.credentialKeys.contains { key in
      guard let value = revealValue(forKey: key) else { return false }
      return value.first == UInt8(ascii: "<")
        || ["${", "$(", "{{", "<path:"].contains { value.firstRange(of: $0.utf8) != nil }
    }
  }
}

extension ObjectMetadata {
  /// Whether Reflector or kubernetes-replicator is to copy another Secret's values to this one.
  fileprivate var isOfCopy: Bool {
    annotations["reflector.v1.k8s.emberstack.com/reflects"] != nil
      || annotations["replicator.v1.mittwald.de/replicate-from"] != nil
  }
}

extension YAMLError {
  var position: YAMLPosition { YAMLPosition(line: line, column: column) }
}

extension KubernetesObjects.DecodingError {
  /// What is wrong, with the field and the object.
  func explanation(in document: borrowing YAMLDocument) -> SafeText {
    let text: SafeText =
      document.isVerbatim
      ? "\(sentence: explanation)" : "\(sentence: explanation(ofYAML: document.json))"
    let object: SafeText = object.map { " of \(sentence: $0.description)" } ?? ""
    return path.isEmpty ? text : "\(sentence: path)\(object): \(text)"
  }
}
