import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import PullDiagnosis

/// The manifests of one folder, which are taken for those of one cluster: their objects, and where each
/// of them is.
struct CheckedFolder {
  private(set) var objects = KubernetesObjects()
  /// What was not read, and why.
  private(set) var passedOver: [CheckReport.PassedOver] = []
  private(set) var objectCount = 0
  private var files: [String] = []
  private var origins: [ObjectReference: Origin] = [:]
  private var patches: Set<String> = []

  /// Where an object is: the file, the document in it, and the byte of the document's JSON text.
  struct Origin {
    let file: String
    let document: Int
    let offset: Int
  }

  var fileCount: Int { files.count }

  /// Where an object is; nil if no file has it.
  func origin(of object: ObjectReference) -> Origin? { origins[object] }
}

// MARK: - Reading

extension CheckedFolder {
  /// Reads files in the order given. A file that cannot be used is noted, and the others are read.
  ///
  /// - Parameters:
  ///   - paths: the files.
  ///   - defaultNamespace: where objects are that name no namespace.
  mutating func read(_ paths: [String], defaultNamespace: String) {
    let paths = paths.map(withoutDot)
    // A kustomization is read first: it tells which of the other files are patches.
    let charts = HelmCharts()
    for path in paths where Kustomization.isNamed(fileName(of: path)) { readKustomization(path) }
    for path in paths where !Kustomization.isNamed(fileName(of: path)) {
      if patches.contains(path) {
        pass(over: path, "a kustomize patch; check what kustomize build prints")
      } else if charts.haveTemplate(path) {
        pass(over: path, "a Helm template; check what helm template prints")
      } else if let bytes = bytes(of: path) {
        files.append(path)
        read(bytes, of: path, defaultNamespace: defaultNamespace)
      }
    }
  }

  private mutating func readKustomization(_ path: String) {
    guard let bytes = bytes(of: path) else { return }
    var reader = YAMLReader(bytes.span)
    guard let document = try? reader.next() else { return }
    let kustomization = Kustomization(json: document.json, folder: folder(of: path))
    patches.formUnion(kustomization.patches.map(withoutDot))
  }

  private mutating func read(_ bytes: [UInt8], of path: String, defaultNamespace: String) {
    var reader = YAMLReader(bytes.span)
    do throws(YAMLError) {
      while let document = try reader.next() {
        if !document.isNull { read(document, of: path, defaultNamespace: defaultNamespace) }
      }
    } catch {
      // Braces of a template are what most often is no YAML.
      if isTemplate(bytes) {
        pass(over: path, "a template that is not rendered; check what it makes")
      } else {
        fail(path, error.line, error.column, "\(sentence: error.explanation)")
      }
    }
  }

  /// Whether the text has what a template is filled in at.
  private func isTemplate(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast().contains {
      bytes[$0] == UInt8(ascii: "{") && bytes[$0 + 1] == bytes[$0]
    }
  }

  private mutating func read(
    _ document: borrowing YAMLDocument, of path: String, defaultNamespace: String
  ) {
    let locator = FieldLocator(document.json)
    if locator.offset(of: [.member("sops"), .member("mac")], from: 0).isFound {
      return pass(over: path, line: document.line, "encrypted by SOPS")
    }
    // Values of a chart, settings of a tool: not for the API server.
    guard locator.offset(of: [.member("kind")], from: 0).isFound,
      locator.offset(of: [.member("apiVersion")], from: 0).isFound
    else { return }
    var reader = ObjectReader(document.json, defaultNamespace: defaultNamespace)
    while true {
      do throws(KubernetesObjects.DecodingError) {
        guard let event = try reader.next() else { return }
        guard let object = event.object else { continue }
        objectCount += 1
        let reference = ObjectReference(
          kind: object.kind.rawValue, namespace: object.namespace, name: object.name)
        origins[reference] = Origin(
          file: path, document: document.number, offset: reader.objectOffset)
        objects.insert(object)
      } catch {
        let position = document.positions.position(ofByte: error.offset)
        fail(path, position.line, position.column, "\(sentence: error.explanation)")
        guard reader.canGoOn else { return }
      }
    }
  }

  private mutating func bytes(of path: String) -> [UInt8]? {
    do {
      return try Input.read(path, limit: YAMLReader.maximumByteCount, advice: "").bytes
    } catch {
      fail(path, 1, 1, error.message)
      return nil
    }
  }

  private mutating func pass(over path: String, line: Int = 1, _ reason: SafeText) {
    passedOver.append(
      CheckReport.PassedOver(
        place: .init(file: path, line: line, column: 1), reason: reason, isError: false))
  }

  private mutating func fail(_ path: String, _ line: Int, _ column: Int, _ reason: SafeText) {
    passedOver.append(
      CheckReport.PassedOver(
        place: .init(file: path, line: line, column: column), reason: reason, isError: true))
  }
}

// MARK: - Paths

/// The folders of Helm charts, each looked for once.
private final class HelmCharts {
  private var isChart: [Substring: Bool] = [:]

  /// Whether the file is in the folder `templates` of a chart.
  func haveTemplate(_ path: String) -> Bool {
    var folder = folder(of: path)
    while !folder.isEmpty {
      let parent = pullcreds.folder(of: String(folder))
      if fileName(of: String(folder)) == "templates", isChart(parent) { return true }
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

/// What comes after the last slash.
private func fileName(of path: String) -> Substring {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] }
    ?? path[...]
}

/// What comes before the last slash; empty if there is none.
private func folder(of path: String) -> Substring {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } ?? ""
}

/// The path without `./` before it.
private func withoutDot(_ path: String) -> String {
  path.hasPrefix("./") ? String(path.dropFirst(2)) : path
}
