//! What a member bought.

use entity::{Amount, Timestamp, purchase, purchase_item};
use serde_json::json;

use super::{Entry, Scene, Told};
use crate::seed::calendar::{self, EPOCH};
use crate::seed::words::{Area, Product};

/// A purchase as the ledger and the segments see it.
pub(super) struct Bought {
    pub(super) id: i64,
    pub(super) at: Timestamp,
    /// Whole Czech crowns, whatever currency was paid in.
    pub(super) crowns: i64,
}

/// None to ten purchases, oldest first; how many is a matter of temperament.
pub(super) fn tell(scene: &mut Scene<'_>, record: Told, card: Option<&str>) -> Vec<Bought> {
    let count = scene.dice.weighted(&[14, 16, 16, 14, 11, 9, 7, 5, 4, 2, 2]);
    let mut moments: Vec<_> = (0..count).map(|_| calendar::moment(&mut scene.dice, record.created_at, EPOCH)).collect();
    moments.sort_unstable();
    moments.into_iter().map(|at| purchase(scene, record, card, at)).collect()
}

fn purchase(scene: &mut Scene<'_>, record: Told, card: Option<&str>, at: Timestamp) -> Bought {
    let id = scene.ids.purchase.take();
    let lines = 1 + scene.dice.weighted(&[35, 30, 20, 15]);
    let (mut total, mut crowns) = (0, 0);
    for position in 0..lines {
        let product =
            scene.words.products[scene.dice.between(0, scene.words.products.len() as i64 - 1).unsigned_abs() as usize];
        let quantity = 1 + scene.dice.weighted(&[75, 18, 7]) as i64;
        let price = price(product.price, scene.person.crowns());
        total += price.0 * quantity;
        crowns += product.price * quantity;
        item(scene, id, position, product, price, quantity);
    }
    let loyalty = &scene.catalogue.loyalty;
    let is_online = scene.dice.chance(25);
    let store = store(scene);
    let number = scene.dice.between(100_000, 999_999);
    let total = Amount(total);
    scene.out.purchase.push(purchase::Model {
        id,
        brand_id: scene.catalogue.brand,
        source_record_id: record.id,
        vendor_id: Some(scene.dice.hex()),
        external_id: Some(format!("{}-{number}", if is_online { "E" } else { "P" })),
        store_id: (!is_online).then(|| loyalty.stores[store].id),
        type_id: Some(loyalty.purchase_types[usize::from(is_online)].id),
        currency: scene.person.currency().to_owned(),
        total,
        items_count: i32::try_from(lines).unwrap_or_default(),
        cashdesk_number: (!is_online).then(|| scene.dice.between(1, 6).to_string()),
        card_number: card.map(str::to_owned),
        paid_at: at,
        created_at: at,
        updated_at: at,
    });
    let place = if is_online { "in the web shop" } else { &*loyalty.stores[store].name };
    let title = format!("Purchase of {total} {}, {place}", scene.person.currency());
    scene.happened(record, Entry::new("purchase.made", at, title).about("purchase", id));
    Bought { id, at, crowns }
}

fn item(scene: &mut Scene<'_>, purchase: i64, position: usize, product: Product, price: Amount, quantity: i64) {
    let is_service = product.group_id == "30";
    scene.out.purchase_item.push(purchase_item::Model {
        id: scene.ids.purchase_item.take(),
        purchase_id: purchase,
        vendor_id: Some(scene.dice.hex()),
        position: i32::try_from(position).unwrap_or_default(),
        product_id: Some(product.id.to_owned()),
        product_name: Some(product.name.to_owned()),
        product_group_id: Some(product.group_id.to_owned()),
        product_group_name: Some(product.group.to_owned()),
        product_brand_id: None,
        product_brand_name: Some(product.brand.to_owned()),
        external_id: None,
        type_id: Some(scene.catalogue.loyalty.item_types[usize::from(is_service)].id),
        price,
        quantity: Amount(quantity * 10_000),
        vat_rate: Amount(product.vat * 10_000),
        properties: json!([]),
    });
}

/// A price in another currency, to the hundredth.
fn price(crowns: i64, rate: i64) -> Amount {
    Amount(crowns * 100 / rate * 100)
}

/// A shop of the customer's area, by its place among the shops.
pub(super) fn store(scene: &mut Scene<'_>) -> usize {
    let places: &[usize] = match scene.person.area {
        Area::Czech => &[0, 1, 2, 3],
        Area::German => &[4, 5],
        Area::English => &[6, 7],
    };
    scene.dice.pick(places)
}
