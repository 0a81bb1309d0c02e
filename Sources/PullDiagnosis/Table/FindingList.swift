import ImagePullCredentials
import KubernetesPulls

/// Findings of several images, or from several sources; those that say the same are one.
package struct FindingList {
  private var entries: [Entry] = []
  private var positions: [Key: Int] = [:]

  private struct Key: Hashable {
    let code: Finding.Code
    let problem: SafeText
    let advice: SafeText
  }

  private struct Entry {
    var finding: Finding
    var images: Set<ExactText>
    var objects: Set<Finding.Object>

    mutating func merge(_ other: Finding) {
      finding.severity = max(finding.severity, other.severity)
      for image in other.images where finding.images.count < Finding.subjectLimit {
        if images.insert(ExactText(image)).inserted { finding.images.append(image) }
      }
      for message in other.messages where finding.messages.count < Finding.messageLimit {
        if !finding.messages.contains(message) { finding.messages.append(message) }
      }
      for object in other.objects where finding.objects.count < Finding.subjectLimit {
        if objects.insert(object).inserted { finding.objects.append(object) }
      }
    }
  }

  /// A list without findings.
  package init() {}

  /// How many findings there are that differ.
  var count: Int { entries.count }

  /// Adds a finding; one that says the same as another is merged into it.
  mutating func append(_ finding: Finding) { append([finding]) }

  /// Adds findings; one that says the same as another is merged into it.
  package mutating func append(_ findings: [Finding]) {
    for finding in findings {
      let key = Key(
        code: finding.code, problem: finding.problemText, advice: finding.adviceText)
      if let position = positions[key] {
        entries[position].merge(finding)
      } else {
        positions[key] = entries.count
        entries.append(
          Entry(
            finding: finding, images: Set(finding.images.map(ExactText.init)),
            objects: Set(finding.objects)))
      }
    }
  }

  /// By severity; of equal severity as found, but what is said for want of a better reason last.
  package var sorted: [Finding] {
    Finding.Severity.allCases.reversed().flatMap { severity in
      let findings = entries.lazy.map(\.finding).filter { $0.severity == severity }
      return findings.filter { !$0.isLastResort } + findings.filter(\.isLastResort)
    }
  }
}
