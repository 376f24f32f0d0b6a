//! Folders of web assets as values: read, compressed, and written so that an unchanged file is not touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Files by their path below a folder, with `/` between the parts.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Reads all files below a folder; one that does not exist is empty.
pub(crate) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    if folder.is_dir() {
        read_into(&mut files, folder, "")?;
    }
    Ok(files)
}

fn read_into(files: &mut Files, folder: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &format!("{name}/"))?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Makes a folder hold exactly `files`, except below its subfolders `others`, which are somebody else's.
///
/// An unchanged file keeps its modification time, by which cargo decides whether the server must be built again.
pub(crate) fn write(folder: &Path, files: &Files, others: &[&str]) -> Result<()> {
    let is_foreign = |name: &str| others.iter().any(|other| name.starts_with(&format!("{other}/")));
    let present = read(folder)?;
    for name in present.keys().filter(|name| !is_foreign(name) && !files.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, content) in files.iter().filter(|(name, content)| present.get(*name) != Some(content)) {
        write_file(&folder.join(name), content)?;
    }
    Ok(())
}

fn write_file(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}

/// What fits one network packet arrives no sooner for being smaller.
const WORTHWHILE: usize = 1400;

/// Adds a `.br` and a `.gz` beside each file that is worth it, once, so that the server never compresses an asset.
pub(crate) fn compress(files: &mut Files) -> Result<()> {
    let worthwhile: Vec<_> = files.iter().filter(|(name, content)| is_compressible(name, content)).collect();
    let next = AtomicUsize::new(0);
    let packed = thread::scope(|scope| {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..count).map(|_| scope.spawn(|| pack_rest(&worthwhile, &next))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect::<Result<Vec<_>>>()
    })?;
    files.extend(packed.into_iter().flatten());
    Ok(())
}

/// Fonts and pictures are compressed already.
fn is_compressible(name: &str, content: &[u8]) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    let known = ["css", "html", "ico", "js", "json", "svg", "ttf", "txt", "wasm", "webmanifest"];
    content.len() > WORTHWHILE && extension.is_some_and(|extension| known.contains(&extension))
}

/// Takes one file after another until none is left.
fn pack_rest(files: &[(&String, &Vec<u8>)], next: &AtomicUsize) -> Result<Vec<(String, Vec<u8>)>> {
    let mut packed = Vec::new();
    while let Some((name, content)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        packed.push((format!("{name}.br"), brotli(content)?));
        packed.push((format!("{name}.gz"), gzip(content)?));
    }
    Ok(packed)
}

fn brotli(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let best = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut packed, &best)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_an_unchanged_file_and_the_folder_of_somebody_else_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, content: &str| (name.to_owned(), content.as_bytes().to_vec());
        write(folder.path(), &Files::from([file("same", "1"), file("gone", "1"), file("other/kept", "1")]), &[])
            .unwrap();
        let before = fs::metadata(folder.path().join("same")).unwrap().modified().unwrap();

        write(folder.path(), &Files::from([file("same", "1"), file("new", "2")]), &["other"]).unwrap();

        let expected = Files::from([file("same", "1"), file("new", "2"), file("other/kept", "1")]);
        assert_eq!(read(folder.path()).unwrap(), expected);
        assert_eq!(fs::metadata(folder.path().join("same")).unwrap().modified().unwrap(), before);
    }

    #[test]
    fn compresses_what_is_large_and_no_picture() {
        let content = vec![b'a'; 2 * WORTHWHILE];
        let mut files = Files::from(["a.js", "b.png"].map(|name| (name.to_owned(), content.clone())));
        files.insert("c.js".to_owned(), b"small".to_vec());

        compress(&mut files).unwrap();

        assert_eq!(files.keys().collect::<Vec<_>>(), ["a.js", "a.js.br", "a.js.gz", "b.png", "c.js"]);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut files["a.js.br"].as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, content);
    }
}
