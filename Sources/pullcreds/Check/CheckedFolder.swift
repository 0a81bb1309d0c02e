import ImagePullCredentials
import KubernetesPulls
import ManifestYAML
import PullDiagnosis

/// The manifests of one folder, which are treated as one cluster: the objects and their origins.
struct CheckedFolder {
  private var objects = KubernetesObjects()
  private(set) var notes: [CheckReport.Note] = []
  private(set) var fileCount = 0
  private(set) var objectCount = 0
  /// The namespace of objects without one; nil if it is not known.
  private let namespace: String?
  private var kustomizations = Kustomizations()
  /// Whether the namespace of some object is unknown.
  private var hasAssumedNamespace = false
  private var otherTools = OtherTools()
  /// Secrets from content that is not read.
  private var unreadSecrets: Set<String> = []
  /// The files with objects.
  private var files: [String: [UInt8]] = [:]
  private var origins: [ObjectReference: Origin] = [:]
  /// The files that have the same objects, as far as noted.
  private var duplicates: Set<Duplicate> = []

  /// The origin of an object: the file, the document in it, and the byte of the document's JSON text.
  private struct Origin {
    let file: String
    let document: Int
    let offset: Int
  }

  /// A file with an object that another one has too.
  private struct Duplicate: Hashable {
    let file: String
    let other: String
  }

  /// Reads the files below a folder, one file, or standard input if `path` is `-`.
  ///
  /// - Throws: ``InputError`` if `path` cannot be read, or is a folder without manifests. An unusable
  ///   file of the folder is a note, and the others are read.
  init(_ path: String, namespace: String?) throws(InputError) {
    self.namespace = namespace
    guard Folder.isFolder(path) else {
      let name = path == "-" ? "stdin" : path.withoutDot
      read(try Self.bytes(of: path), of: name, isNamed: true)
      return
    }
    let paths: [String]
    do {
      paths = try Folder(path: path).files(recursive: true, hidden: false)
    } catch {
      throw .unreadable("\(word: path)", error)
    }
    guard !paths.isEmpty else { throw .noManifests("\(word: path)") }
    read(paths.map(\.withoutDot))
  }

  /// The contradictions.
  func check(at now: Timestamp) -> [ManifestCheck.Result] {
    var unknowns = ManifestCheck.Unknowns()
    unknowns.assumedNamespace = hasAssumedNamespace ? Self.assumedNamespace : nil
    unknowns.extendedObjects =
      otherTools.extendLists
      ? Set(origins.keys)
      : kustomizations.extendedObjects(
        of: origins.map { ($0.key, $0.value.file) }, read: { try? Self.bytes(of: $0) })
    unknowns.replacedImages = kustomizations.replacedImages
    unknowns.secretNames = unreadSecrets.union(kustomizations.generatedSecrets)
      .union(otherTools.secretNames)
    if otherTools.copySecrets {
      unknowns.secretNames.formUnion(objects.secrets.map(\.name))
      unknowns.secretNames.formUnion(objects.secretMakers.map(\.targetName))
    }
    return ManifestCheck(objects, unknowns: unknowns).results(at: now)
  }

  private static let assumedNamespace = "default"

  /// The bytes of a file with objects.
  func bytes(of file: String) -> [UInt8] { files[file] ?? [] }

  /// The places of fields of objects, in this order; nil for an object without a file. Each file is
  /// read once.
  func places(
    of fields: [(object: ObjectReference, field: [FieldLocator.Step])]
  ) -> [CheckReport.Place?] {
    var places = [CheckReport.Place?](repeating: nil, count: fields.count)
    var wanted: [String: [Int: [(index: Int, offset: Int)]]] = [:]
    for (index, field) in fields.enumerated() {
      guard let origin = origins[field.object] else { continue }
      wanted[origin.file, default: [:]][origin.document, default: []].append(
        (index, origin.offset))
    }
    for (file, documents) in wanted {
      let bytes = bytes(of: file)
      var reader = YAMLReader(bytes.span)
      while let document = reader.nextReadable() {
        guard let fieldsOfDocument = documents[document.number] else { continue }
        let locator = FieldLocator(document.json)
        let positions = document.positions
        for (index, start) in fieldsOfDocument {
          let offset = locator.offset(ofManifestField: fields[index].field, from: start)
          let position = positions.position(ofByte: offset)
          places[index] = CheckReport.Place(
            file: file, line: position.line, column: position.column)
        }
      }
    }
    return places
  }
}

extension KubernetesObject.Kind {
  /// Whether the kind is a built-in one that affects pulls.
  fileprivate static func isCore(_ name: String) -> Bool {
    (["Pod", "Secret", "ServiceAccount"] + Workload.Kind.allCases.map(\.rawValue)).contains(name)
  }
}

extension YAMLReader {
  /// The next document that can be read.
  @_lifetime(copy self)
  fileprivate mutating func nextReadable() -> YAMLDocument? {
    repeat {
      if let document = try? next() { return document }
    } while skipRefusedDocument()
    return nil
  }
}

extension FieldLocator {
  /// The offset of a field in a manifest, which may have a Secret's data as text.
  fileprivate func offset(ofManifestField steps: [Step], from start: Int) -> Int {
    let (offset, isFound) = offset(of: steps, from: start)
    guard !isFound, steps.first == .member("data") else { return offset }
    let asText = self.offset(of: [.member("stringData")] + steps.dropFirst(), from: start)
    return asText.isFound ? asText.offset : offset
  }
}

// MARK: - Reading

extension CheckedFolder {
  /// Reads files in this order, but kustomizations first: they show which of the others are patches.
  private mutating func read(_ paths: [String]) {
    let charts = HelmCharts()
    for path in paths where Kustomizations.areNamed(path.fileName) { readKustomization(path) }
    kustomizations.findNamespaces()
    for path in paths where !Kustomizations.areNamed(path.fileName) {
      if kustomizations.patches.contains(path) {
        note(path, "a kustomize patch; check what kustomize build prints")
      } else if charts.haveTemplate(path) {
        note(path, "a Helm template; check what helm template prints")
      } else {
        do throws(InputError) {
          read(try Self.bytes(of: path), of: path, isNamed: false)
        } catch {
          fail(path, at: YAMLPosition(line: 1, column: 1), error.messageWithoutFile)
        }
      }
    }
  }

  private static func bytes(of path: String) throws(InputError) -> [UInt8] {
    try Input.read(
      path, limit: YAMLReader.maximumByteCount, advice: "helm template CHART | pullcreds check -"
    ).bytes
  }

  private mutating func readKustomization(_ path: String) {
    do {
      let bytes = try Self.bytes(of: path)
      var reader = YAMLReader(bytes.span)
      guard let document = try reader.next() else { return }
      kustomizations.add(json: document.json, folder: path.folder)
    } catch let error as YAMLError {
      fail(path, at: error.position, "\(sentence: error.explanation)")
    } catch let error as InputError {
      fail(path, at: YAMLPosition(line: 1, column: 1), error.messageWithoutFile)
    } catch {
      fail(path, at: YAMLPosition(line: 1, column: 1), "it cannot be read")
    }
  }

  private mutating func read(_ bytes: [UInt8], of path: String, isNamed: Bool) {
    fileCount += 1
    let countBefore = objectCount
    var reader = YAMLReader(bytes.span)
    while true {
      do throws(YAMLError) {
        guard let document = try reader.next() else { break }
        if !document.isNull { read(document, of: path) }
      } catch {
        guard readRefused(bytes, error, of: path, isNamed: isNamed), reader.skipRefusedDocument()
        else { break }
      }
    }
    if objectCount > countBefore { files[path] = bytes }
  }

  /// Adds a note about a document that is not YAML. Returns whether the documents after it can be
  /// read.
  private mutating func readRefused(
    _ bytes: [UInt8], _ error: YAMLError, of path: String, isNamed: Bool
  ) -> Bool {
    if bytes.isTemplate(failingAtLine: error.line) {
      note(path, "a template that is not rendered; check its output")
      return false
    }
    guard isNamed || bytes.looksLikeManifest else {
      fail(
        path, at: error.position,
        "neither JSON nor YAML, and nothing in it looks like a manifest: \(sentence: error.explanation)",
        .noManifest)
      return false
    }
    fail(path, at: error.position, "\(sentence: error.explanation)")
    return true
  }

  private mutating func read(_ document: borrowing YAMLDocument, of path: String) {
    let json = document.json
    // Values of a chart, settings of a tool: not for the API server.
    guard let kind = json.string(at: ["kind"]) else { return }
    guard let apiVersion = json.string(at: ["apiVersion"]) else {
      if json.string(at: ["metadata", "name"]) != nil, KubernetesObject.Kind.isCore(kind) {
        let offset = FieldLocator(json).offset(of: [.member("kind")], from: 0).offset
        fail(
          path, at: document.positions.position(ofByte: offset),
          "this \(word: kind) has no apiVersion, so that kubectl refuses it: add one")
      }
      return
    }
    if json.string(at: ["sops", "mac"]) != nil {
      if let name = json.string(at: ["metadata", "name"]) { unreadSecrets.insert(name) }
      return note(path, line: document.line, "encrypted by SOPS")
    }
    let (countBefore, noteCountBefore) = (objectCount, notes.count)
    readObjects(of: document, in: path)
    guard objectCount == countBefore else {
      for position in document.repeatedKeys {
        fail(
          path, at: position,
          "this key is in its mapping twice; kubectl takes the last one, kustomize refuses it: remove one",
          .repeatedKey)
      }
      return
    }
    guard notes.count == noteCountBefore else { return }
    otherTools.add(json, kind: kind, apiVersion: apiVersion)
    let podSpec: [FieldLocator.Step] = [.member("spec"), .member("template"), .member("spec")]
    if FieldLocator(json).offset(of: podSpec + [.member("containers")], from: 0).isFound {
      note(
        path, line: document.line,
        "\(word: kind) is no kind of Kubernetes itself: its pod template is not checked")
    }
  }

  private mutating func readObjects(of document: borrowing YAMLDocument, in path: String) {
    var reader = ObjectReader(
      document.json, defaultNamespace: kustomizations.namespace(of: path) ?? namespace ?? "")
    var positions: YAMLPositionMap?
    while true {
      do throws(KubernetesObjects.DecodingError) {
        guard let event = try reader.next() else { return }
        guard let object = event.object else { continue }
        add(
          object,
          Origin(file: path, document: document.number, offset: reader.objectOffset))
      } catch {
        if error.code == .notBase64, document.json.isPlaceholder(around: error.offset) {
          note(path, line: document.line, "a template that is not rendered; check its output")
        } else {
          let known = positions ?? document.positions
          positions = known
          fail(path, at: known.position(ofByte: error.offset), error.explanation(in: document))
        }
        guard reader.canGoOn else { return }
      }
    }
  }

  private mutating func add(_ object: KubernetesObject, _ origin: Origin) {
    var object = object
    // A SealedSecret can be decrypted where it was sealed for, not where it is put.
    if let namespace = kustomizations.namespace(of: origin.file), object.kind != .sealedSecret {
      object = object.moved(to: namespace)
    } else if object.metadata?.namespace.isEmpty == true {
      object = object.moved(to: Self.assumedNamespace)
      hasAssumedNamespace = true
    }
    objectCount += 1
    if let secret = object.secret, secret.isFilledInLater {
      unreadSecrets.insert(secret.name)
      return note(origin.file, "a Secret that is filled in later; check what fills it in")
    }
    let reference = ObjectReference(
      kind: object.kind.rawValue, namespace: object.namespace, name: object.name)
    if let other = origins.updateValue(origin, forKey: reference), other.file != origin.file,
      duplicates.insert(Duplicate(file: other.file, other: origin.file)).inserted
    {
      let reason: SafeText =
        """
        \(sentence: reference.description) is in \(word: origin.file) too, which is the one checked; check \
        each cluster's folder for itself
        """
      let place = CheckReport.Place(file: other.file, line: 1, column: 1)
      notes.append(
        CheckReport.Note(kind: .passedOver, place: place, reason: reason, isDuplicate: true))
    }
    objects.insert(object)
  }

  private mutating func note(_ path: String, line: Int = 1, _ reason: SafeText) {
    let place = CheckReport.Place(file: path, line: line, column: 1)
    notes.append(CheckReport.Note(kind: .passedOver, place: place, reason: reason))
  }

  private mutating func fail(
    _ path: String, at position: YAMLPosition, _ reason: SafeText,
    _ kind: CheckReport.Note.Kind = .unreadable
  ) {
    let place = CheckReport.Place(file: path, line: position.line, column: position.column)
    notes.append(CheckReport.Note(kind: kind, place: place, reason: reason))
  }
}
