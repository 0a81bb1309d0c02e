import Foundation

/// What holds for every scenario, whatever it expects.
struct Principles {
  let skipped: Set<String>

  func complaints(about run: ScenarioRun) -> [String] {
    let input = ScenarioInput(run.folder)
    var complaints: [(name: String, what: String)] = []
    for finding in run.findings {
      complaints += Self.complaints(aboutCommandOf: finding, input)
      let advice = finding.text("advice")
      let server = finding.text("command").firstMatch(of: #"--docker-server=(\S+)"#)
      let key = advice.firstMatch(of: #"[Uu]se (?:exactly )?"([^"]+)"(?:, [^.]*)? as the key"#)
      if let server, let key, server[1].trimmingCharacters(in: ["'", "\""]) != key[1] {
        complaints.append(("advice-and-command", "\(key[1]) and \(server[1])"))
      }
    }
    let absent =
      #"(Secret|ServiceAccount|Deployment|ConfigMap) ([\w.-]+/)?([\w.-]+) (does not|doesn.t) exist"#
    for match in run.text.matches(of: absent) where !input.isSaidToBeMissing(match[3]) {
      complaints.append(("does-not-exist", match[0]))
    }
    for secret in input.secretTexts where run.text.contains(secret) || run.json.contains(secret) {
      complaints.append(("secret-shown", String(secret.prefix(4))))
    }
    return complaints.filter { !skipped.contains($0.name) }.map { "\($0.name): \($0.what)" }
  }

  private static let workloads =
    "deployment|statefulset|daemonset|replicaset|cronjob|job|pod|serviceaccount|sa"

  private static func complaints(
    aboutCommandOf finding: [String: Any], _ input: ScenarioInput
  ) -> [(name: String, what: String)] {
    let command = finding.text("command")
    var complaints: [(name: String, what: String)] = []
    let bad = [
      ("literal-password", #"--docker-password[= ](?!"?\$)"#),
      (
        "unguarded-variable",
        #"--docker-(?:password|username)[= ]"?\$\{?[A-Za-z_]\w*\}?"?(?:\s|$)"#
      ),
      ("placeholder-server", #"--docker-server[= ]"?[A-Z]{4,}\b"#),
    ]
    for (name, pattern) in bad {
      if let match = command.firstMatch(of: pattern) { complaints.append((name, match[0])) }
    }
    let created = command.firstMatch(of: #"-n (\S+) create secret docker-registry (\S+)"#)
    let user = command.firstMatch(of: #"--docker-username[= ]"?([A-Z]{3,})(?:\s|"|$)"#)
    if let created, let user, user[1] != "AWS", command.contains("apply"),
      input.has("secret", created[1], created[2])
    {
      complaints.append(("overwrites-secret", created[0]))
    }
    let changes =
      #"kubectl -n (\S+) (?:patch|edit|annotate|label|scale|set serviceaccount|rollout restart|delete) "#
      + "(\(workloads))" + #"[ /]([a-z0-9][a-z0-9.-]*)"#
    for match in command.matches(of: changes) {
      let kind = match[2] == "sa" ? "serviceaccount" : match[2]
      if !input.has(kind, match[1], match[3]) { complaints.append(("invented-object", match[0])) }
    }
    return complaints
  }
}

/// The objects of a scenario.
struct ScenarioInput {
  private let objects: [[String: Any]]
  private let names: Set<[String]>

  init(_ folder: URL) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var queue: [[String: Any]] = files.filter { $0.hasSuffix(".json") && $0 != "expect.json" }
      .compactMap { try? String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
      .flatMap(\.jsonDocuments)
    var objects: [[String: Any]] = []
    while let object = queue.popLast() {
      if let items = object["items"] as? [[String: Any]] {
        queue += items
      } else {
        objects.append(object)
      }
    }
    self.objects = objects
    names = Set(objects.flatMap(Self.names))
  }

  func has(_ kind: String, _ namespace: String, _ name: String) -> Bool {
    names.contains([kind, namespace, name])
  }

  /// The object itself, its owners, and the ServiceAccounts that it may run as.
  private static func names(of object: [String: Any]) -> [[String]] {
    let metadata = object.object("metadata")
    let namespace = metadata.text("namespace").isEmpty ? "default" : metadata.text("namespace")
    var names = [[object.text("kind").lowercased(), namespace, metadata.text("name")]]
    let labels = metadata.object("labels")
    for owner in metadata["ownerReferences"] as? [[String: Any]] ?? [] {
      let (kind, name) = (owner.text("kind"), owner.text("name"))
      names.append([kind.lowercased(), namespace, name])
      let suffix = "-" + labels.text("pod-template-hash")
      let isOthers = labels.keys.contains { $0.contains("rollouts") || $0.contains("knative") }
      if kind == "ReplicaSet", suffix.count > 1, name.hasSuffix(suffix), !isOthers {
        names.append(["deployment", namespace, String(name.dropLast(suffix.count))])
      }
      if kind == "Job", let match = name.firstMatch(of: #"^(.+)-\d{8}$"#) {
        names.append(["cronjob", namespace, match[1]])
      }
    }
    let spec = object.object("spec")
    let template = spec["template"] == nil ? spec : spec.object("template").object("spec")
    for account in [template.text("serviceAccountName"), "default"] where !account.isEmpty {
      names.append(["serviceaccount", namespace, account])
    }
    return names
  }

  /// Whether the cluster says that a Secret or ServiceAccount is missing.
  func isSaidToBeMissing(_ name: String) -> Bool {
    let kinds = ["Event", "Deployment", "ReplicaSet", "StatefulSet"]
    return objects.filter { kinds.contains($0.text("kind")) }.contains { object in
      let data = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
      return String(decoding: data, as: UTF8.self).matches(
        of: #"retrieve some image pull secrets \([^)]*\)|serviceaccount \\"[^"\\]+\\" not found"#
      ).contains { $0[0].contains(name) }
    }
  }

  /// The passwords, tokens and auth fields of the Secrets.
  var secretTexts: Set<String> {
    var texts: Set<String> = []
    for secret in objects where secret.text("kind") == "Secret" {
      let data = secret.object("data").values.compactMap { ($0 as? String)?.base64Decoded }
      for value in data + secret.object("stringData").values.compactMap({ $0 as? String }) {
        let document = value.jsonDocuments.first ?? value.base64Decoded?.jsonDocuments.first
        guard let document else { continue }
        let entries = document["auths"] as? [String: Any] ?? document
        for case let entry as [String: Any] in entries.values {
          texts.formUnion(Self.texts(of: entry))
        }
      }
    }
    return texts
  }

  private static func texts(of entry: [String: Any]) -> [String] {
    var texts = ["password", "identitytoken", "registrytoken"].map(entry.text).filter(isSecret)
    let auth = entry.text("auth")
    guard auth.count >= 8 else { return texts }
    guard let decoded = auth.base64Decoded else { return texts + [auth].filter(isSecret) }
    let parts = decoded.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let password = String(parts.last ?? "")
    if isSecret(password) { texts.append(password) }
    if parts.count == 2, !password.isEmpty, !isPlaceholder(password) { texts.append(auth) }
    return texts
  }

  private static func isSecret(_ text: String) -> Bool {
    text.trimmingCharacters(in: .whitespacesAndNewlines).count >= 8 && !isPlaceholder(text)
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    let pattern =
      #"^[<$%{\["]|^(PASSWORD|USER|changeme|secret|password|x-oauth-basic|REDACTED)$|[{}<>%]"#
    return text.firstMatch(of: pattern) != nil
  }
}
