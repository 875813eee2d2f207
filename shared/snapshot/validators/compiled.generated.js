// Made by "npm run schemas" from shared/snapshot/schema.ts. Not edited by hand.
"use strict";
export const header = validate20;
const schema31 = {"type":"object","required":["snapshotId","sequence","timestamp"],"properties":{"snapshotId":{"description":"The idempotency key: the same id with the same body is a duplicate, with another body a conflict.","type":"string","pattern":"^[A-Za-z0-9._:-]{1,128}$"},"sequence":{"description":"Rises per venue.","type":"integer","minimum":0,"maximum":9007199254740991},"timestamp":{"description":"When the book was taken, Unix milliseconds.","type":"integer","minimum":946684800000,"maximum":4102444800000},"parts":{"description":"1 where everything is in this body (the default), else how many parts follow by PUT.","type":["integer","null"],"minimum":1,"maximum":500},"insuranceFund":{"type":["object","null"],"description":"The fund that carries losses past bankruptcy.","required":["currency","balance"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"balance":{"description":"Balance in that currency.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]}}}}};
const pattern4 = new RegExp("^[A-Za-z0-9._:-]{1,128}$", "u");
const pattern5 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$", "u");
const pattern6 = new RegExp("^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.snapshotId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "snapshotId"},message:"must have required property '"+"snapshotId"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.sequence === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "sequence"},message:"must have required property '"+"sequence"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.timestamp === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "timestamp"},message:"must have required property '"+"timestamp"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.snapshotId !== undefined){
let data0 = data.snapshotId;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/snapshotId",schemaPath:"#/properties/snapshotId/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9._:-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9._:-]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/snapshotId",schemaPath:"#/properties/snapshotId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.sequence !== undefined){
let data1 = data.sequence;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err5 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
const err6 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data1 < 0 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.timestamp !== undefined){
let data2 = data.timestamp;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err8 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 4102444800000 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4102444800000},message:"must be <= 4102444800000"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2 < 946684800000 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 946684800000},message:"must be >= 946684800000"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.parts !== undefined){
let data3 = data.parts;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (data3 !== null)){
const err11 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/type",keyword:"type",params:{type: schema31.properties.parts.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 500 || isNaN(data3)){
const err12 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 500},message:"must be <= 500"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data3 < 1 || isNaN(data3)){
const err13 = {instancePath:instancePath+"/parts",schemaPath:"#/properties/parts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.insuranceFund !== undefined){
let data4 = data.insuranceFund;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err14 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/type",keyword:"type",params:{type: schema31.properties.insuranceFund.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.currency === undefined){
const err15 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4.balance === undefined){
const err16 = {instancePath:instancePath+"/insuranceFund",schemaPath:"#/properties/insuranceFund/required",keyword:"required",params:{missingProperty: "balance"},message:"must have required property '"+"balance"+"'"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data4.currency !== undefined){
let data5 = data4.currency;
if(typeof data5 === "string"){
if(!pattern5.test(data5)){
const err17 = {instancePath:instancePath+"/insuranceFund/currency",schemaPath:"#/properties/insuranceFund/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/insuranceFund/currency",schemaPath:"#/properties/insuranceFund/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data4.balance !== undefined){
let data6 = data4.balance;
if((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")){
const err19 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/type",keyword:"type",params:{type: schema31.properties.insuranceFund.properties.balance.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const _errs15 = errors;
let valid2 = false;
const _errs16 = errors;
if(0 !== data6){
const err20 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
var _valid0 = _errs16 === errors;
valid2 = valid2 || _valid0;
const _errs17 = errors;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+21 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data6 < 1e-30 || isNaN(data6)){
const err22 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
var _valid0 = _errs17 === errors;
valid2 = valid2 || _valid0;
const _errs18 = errors;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > -1e-30 || isNaN(data6)){
const err23 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data6 < -1e+21 || isNaN(data6)){
const err24 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
var _valid0 = _errs18 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const err25 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
if(typeof data6 === "string"){
if(!pattern6.test(data6)){
const err26 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
}
}
else {
const err27 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":{"snapshotId":true,"sequence":true,"timestamp":true,"parts":true,"insuranceFund":true},"dynamicProps":false,"dynamicItems":false};

export const market = validate21;
const schema32 = {"type":"object","required":["symbol","markPrice","contractSize","linear"],"properties":{"symbol":{"description":"CCXT unified symbol, e.g. BTC/USDT:USDT.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"markPrice":{"description":"Mark price in quote currency.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"indexPrice":{"description":"Index price.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"lastPrice":{"description":"Price of the last trade.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"contractSize":{"description":"Base units a contract (linear) or quote units a contract (inverse).","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"linear":{"description":"true for linear, false for inverse contracts.","type":"boolean"},"openInterestAmount":{"description":"Open interest in contracts.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"fundingRate":{"description":"Funding rate of the current interval, a fraction.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-100,"maximum":100},"orderBook":{"description":"Depth, best price first.","type":["object","null"],"required":["bids","asks"],"properties":{"bids":{"description":"Bids, highest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}],"items":true}},"asks":{"description":"Asks, lowest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}],"items":true}}}},"candle":{"description":"The latest bar of the mark or trade price; the same timestamp again replaces the bar while it forms.","type":["object","null"],"required":["timestamp","open","high","low","close"],"properties":{"timestamp":{"description":"Open of the bar, Unix milliseconds.","type":"integer","minimum":946684800000,"maximum":4102444800000},"open":{"description":"Open.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"high":{"description":"High.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"low":{"description":"Low.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"close":{"description":"Close.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1000000000000,"maximum":1000000000000},"baseVolume":{"description":"Volume in base currency.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}}},"leverageTiers":{"description":"Maintenance tiers, lowest first, by notional in quote currency: contracts × contractSize × mark for linear, contracts × contractSize for inverse contracts. Each rate holds for the part of the notional in its tier, and is below 1 and no lower than the one before.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["tier","minNotional","maxNotional","maintenanceMarginRate","maxLeverage"],"properties":{"tier":{"description":"Number of the tier.","type":"integer","minimum":0},"minNotional":{"description":"Notional from which the tier holds, in quote currency; of the first one, taken for 0.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"maxNotional":{"description":"Notional up to which the tier holds, in quote currency.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-18,"maximum":1e+21},"maintenanceMarginRate":{"description":"A fraction of notional.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1},"maxLeverage":{"description":"Largest leverage that may be chosen.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0.000001,"maximum":1000000}}}},"trades":{"description":"Statistics of the trades of a recent window, a day where possible, by which the truth of reported volume is judged. Each part may be absent, and needs one pass over the trades. Sizes and volumes in contracts.","type":["object","null"],"properties":{"count":{"description":"Trades in the window.","type":["integer","null"],"minimum":0,"maximum":9007199254740991},"firstDigits":{"description":"Trades by the first significant digit of their size, for 1 to 9.","type":["array","null"],"minItems":9,"maxItems":9,"items":{"description":"Trades whose size begins with this digit.","type":"integer","minimum":0,"maximum":9007199254740991}},"roundSizes":{"description":"Trades at round sizes and beside them, sizes being counted in the smallest step that a size can differ by.","type":["object","null"],"required":["round","near"],"properties":{"round":{"description":"Trades of a whole multiple of ten steps.","type":"integer","minimum":0,"maximum":9007199254740991},"near":{"description":"Trades of one step more or less than such a multiple, from 9 steps up.","type":"integer","minimum":0,"maximum":9007199254740991}}},"largestSizes":{"description":"Sizes of the largest trades of the window, in any order; best at most a tenth of all trades.","type":["array","null"],"maxItems":200,"items":{"description":"Size in contracts.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-18,"maximum":1e+21}},"buckets":{"description":"Trading cut into buckets of equal volume, by the side that took liquidity; newest complete one last.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["buyVolume","sellVolume"],"properties":{"buyVolume":{"description":"Volume that buyers took.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"sellVolume":{"description":"Volume that sellers took.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]}}}}}}}};
const pattern7 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$", "u");
const pattern8 = new RegExp("^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");
const pattern12 = new RegExp("^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.symbol === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "symbol"},message:"must have required property '"+"symbol"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.markPrice === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "markPrice"},message:"must have required property '"+"markPrice"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.contractSize === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contractSize"},message:"must have required property '"+"contractSize"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.linear === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "linear"},message:"must have required property '"+"linear"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data.symbol !== undefined){
let data0 = data.symbol;
if(typeof data0 === "string"){
if(!pattern7.test(data0)){
const err4 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.markPrice !== undefined){
let data1 = data.markPrice;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err6 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/type",keyword:"type",params:{type: schema32.properties.markPrice.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000000000000 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1 < 1e-12 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern8.test(data1)){
const err9 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.indexPrice !== undefined){
let data2 = data.indexPrice;
if(((!((typeof data2 == "number") && (isFinite(data2)))) && (typeof data2 !== "string")) && (data2 !== null)){
const err10 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/type",keyword:"type",params:{type: schema32.properties.indexPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000000000000 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data2 < 1e-12 || isNaN(data2)){
const err12 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(typeof data2 === "string"){
if(!pattern8.test(data2)){
const err13 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.lastPrice !== undefined){
let data3 = data.lastPrice;
if(((!((typeof data3 == "number") && (isFinite(data3)))) && (typeof data3 !== "string")) && (data3 !== null)){
const err14 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/type",keyword:"type",params:{type: schema32.properties.lastPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1000000000000 || isNaN(data3)){
const err15 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data3 < 1e-12 || isNaN(data3)){
const err16 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(typeof data3 === "string"){
if(!pattern8.test(data3)){
const err17 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.contractSize !== undefined){
let data4 = data.contractSize;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
const err18 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/type",keyword:"type",params:{type: schema32.properties.contractSize.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1000000000000 || isNaN(data4)){
const err19 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4 < 1e-12 || isNaN(data4)){
const err20 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(typeof data4 === "string"){
if(!pattern8.test(data4)){
const err21 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data.linear !== undefined){
if(typeof data.linear !== "boolean"){
const err22 = {instancePath:instancePath+"/linear",schemaPath:"#/properties/linear/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.openInterestAmount !== undefined){
let data6 = data.openInterestAmount;
if(((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")) && (data6 !== null)){
const err23 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/type",keyword:"type",params:{type: schema32.properties.openInterestAmount.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const _errs15 = errors;
let valid1 = false;
const _errs16 = errors;
if(0 !== data6){
const err24 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
var _valid0 = _errs16 === errors;
valid1 = valid1 || _valid0;
const _errs17 = errors;
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+21 || isNaN(data6)){
const err25 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data6 < 1e-18 || isNaN(data6)){
const err26 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
var _valid0 = _errs17 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const err27 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
else {
errors = _errs15;
if(vErrors !== null){
if(_errs15){
vErrors.length = _errs15;
}
else {
vErrors = null;
}
}
}
if(typeof data6 === "string"){
if(!pattern12.test(data6)){
const err28 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data.fundingRate !== undefined){
let data7 = data.fundingRate;
if(((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")) && (data7 !== null)){
const err29 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/type",keyword:"type",params:{type: schema32.properties.fundingRate.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 100 || isNaN(data7)){
const err30 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data7 < -100 || isNaN(data7)){
const err31 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: -100},message:"must be >= -100"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
const err32 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data.orderBook !== undefined){
let data8 = data.orderBook;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err33 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/type",keyword:"type",params:{type: schema32.properties.orderBook.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.bids === undefined){
const err34 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "bids"},message:"must have required property '"+"bids"+"'"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data8.asks === undefined){
const err35 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "asks"},message:"must have required property '"+"asks"+"'"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data8.bids !== undefined){
let data9 = data8.bids;
if(Array.isArray(data9)){
if(data9.length > 5000){
const err36 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
let data10 = data9[i0];
if(Array.isArray(data10)){
if(data10.length < 2){
const err37 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
const len1 = data10.length;
if(len1 > 0){
let data11 = data10[0];
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err38 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1000000000000 || isNaN(data11)){
const err39 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(data11 < 1e-12 || isNaN(data11)){
const err40 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(typeof data11 === "string"){
if(!pattern8.test(data11)){
const err41 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(len1 > 1){
let data12 = data10[1];
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err42 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
const _errs30 = errors;
let valid6 = false;
const _errs31 = errors;
if(0 !== data12){
const err43 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
var _valid1 = _errs31 === errors;
valid6 = valid6 || _valid1;
const _errs32 = errors;
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1e+21 || isNaN(data12)){
const err44 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data12 < 1e-18 || isNaN(data12)){
const err45 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
var _valid1 = _errs32 === errors;
valid6 = valid6 || _valid1;
if(!valid6){
const err46 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
else {
errors = _errs30;
if(vErrors !== null){
if(_errs30){
vErrors.length = _errs30;
}
else {
vErrors = null;
}
}
}
if(typeof data12 === "string"){
if(!pattern12.test(data12)){
const err47 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
else {
const err48 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
else {
const err49 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data8.asks !== undefined){
let data13 = data8.asks;
if(Array.isArray(data13)){
if(data13.length > 5000){
const err50 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
const len2 = data13.length;
for(let i1=0; i1<len2; i1++){
let data14 = data13[i1];
if(Array.isArray(data14)){
if(data14.length < 2){
const err51 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
const len3 = data14.length;
if(len3 > 0){
let data15 = data14[0];
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
const err52 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 1000000000000 || isNaN(data15)){
const err53 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data15 < 1e-12 || isNaN(data15)){
const err54 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(typeof data15 === "string"){
if(!pattern8.test(data15)){
const err55 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
if(len3 > 1){
let data16 = data14[1];
if((!((typeof data16 == "number") && (isFinite(data16)))) && (typeof data16 !== "string")){
const err56 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
const _errs41 = errors;
let valid10 = false;
const _errs42 = errors;
if(0 !== data16){
const err57 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
var _valid2 = _errs42 === errors;
valid10 = valid10 || _valid2;
const _errs43 = errors;
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1e+21 || isNaN(data16)){
const err58 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data16 < 1e-18 || isNaN(data16)){
const err59 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
var _valid2 = _errs43 === errors;
valid10 = valid10 || _valid2;
if(!valid10){
const err60 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
if(typeof data16 === "string"){
if(!pattern12.test(data16)){
const err61 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
}
else {
const err62 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
else {
const err63 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
}
if(data.candle !== undefined){
let data17 = data.candle;
if((!(data17 && typeof data17 == "object" && !Array.isArray(data17))) && (data17 !== null)){
const err64 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/type",keyword:"type",params:{type: schema32.properties.candle.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.timestamp === undefined){
const err65 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "timestamp"},message:"must have required property '"+"timestamp"+"'"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data17.open === undefined){
const err66 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "open"},message:"must have required property '"+"open"+"'"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data17.high === undefined){
const err67 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "high"},message:"must have required property '"+"high"+"'"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data17.low === undefined){
const err68 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "low"},message:"must have required property '"+"low"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data17.close === undefined){
const err69 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "close"},message:"must have required property '"+"close"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data17.timestamp !== undefined){
let data18 = data17.timestamp;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err70 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 4102444800000 || isNaN(data18)){
const err71 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 4102444800000},message:"must be <= 4102444800000"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data18 < 946684800000 || isNaN(data18)){
const err72 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 946684800000},message:"must be >= 946684800000"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
if(data17.open !== undefined){
let data19 = data17.open;
if((!((typeof data19 == "number") && (isFinite(data19)))) && (typeof data19 !== "string")){
const err73 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/type",keyword:"type",params:{type: schema32.properties.candle.properties.open.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 1000000000000 || isNaN(data19)){
const err74 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data19 < -1000000000000 || isNaN(data19)){
const err75 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(typeof data19 === "string"){
if(!pattern6.test(data19)){
const err76 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
if(data17.high !== undefined){
let data20 = data17.high;
if((!((typeof data20 == "number") && (isFinite(data20)))) && (typeof data20 !== "string")){
const err77 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/type",keyword:"type",params:{type: schema32.properties.candle.properties.high.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 1000000000000 || isNaN(data20)){
const err78 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data20 < -1000000000000 || isNaN(data20)){
const err79 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(typeof data20 === "string"){
if(!pattern6.test(data20)){
const err80 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
if(data17.low !== undefined){
let data21 = data17.low;
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err81 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/type",keyword:"type",params:{type: schema32.properties.candle.properties.low.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1000000000000 || isNaN(data21)){
const err82 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(data21 < -1000000000000 || isNaN(data21)){
const err83 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(typeof data21 === "string"){
if(!pattern6.test(data21)){
const err84 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
}
if(data17.close !== undefined){
let data22 = data17.close;
if((!((typeof data22 == "number") && (isFinite(data22)))) && (typeof data22 !== "string")){
const err85 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/type",keyword:"type",params:{type: schema32.properties.candle.properties.close.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1000000000000 || isNaN(data22)){
const err86 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data22 < -1000000000000 || isNaN(data22)){
const err87 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1000000000000},message:"must be >= -1000000000000"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(typeof data22 === "string"){
if(!pattern6.test(data22)){
const err88 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
if(data17.baseVolume !== undefined){
let data23 = data17.baseVolume;
if(((!((typeof data23 == "number") && (isFinite(data23)))) && (typeof data23 !== "string")) && (data23 !== null)){
const err89 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/type",keyword:"type",params:{type: schema32.properties.candle.properties.baseVolume.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
const _errs58 = errors;
let valid12 = false;
const _errs59 = errors;
if(0 !== data23){
const err90 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
var _valid3 = _errs59 === errors;
valid12 = valid12 || _valid3;
const _errs60 = errors;
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1e+21 || isNaN(data23)){
const err91 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(data23 < 1e-18 || isNaN(data23)){
const err92 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
var _valid3 = _errs60 === errors;
valid12 = valid12 || _valid3;
if(!valid12){
const err93 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
else {
errors = _errs58;
if(vErrors !== null){
if(_errs58){
vErrors.length = _errs58;
}
else {
vErrors = null;
}
}
}
if(typeof data23 === "string"){
if(!pattern12.test(data23)){
const err94 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
}
}
if(data.leverageTiers !== undefined){
let data24 = data.leverageTiers;
if((!(Array.isArray(data24))) && (data24 !== null)){
const err95 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/type",keyword:"type",params:{type: schema32.properties.leverageTiers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(Array.isArray(data24)){
if(data24.length > 200){
const err96 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
const len4 = data24.length;
for(let i2=0; i2<len4; i2++){
let data25 = data24[i2];
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.tier === undefined){
const err97 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "tier"},message:"must have required property '"+"tier"+"'"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data25.minNotional === undefined){
const err98 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "minNotional"},message:"must have required property '"+"minNotional"+"'"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data25.maxNotional === undefined){
const err99 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maxNotional"},message:"must have required property '"+"maxNotional"+"'"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(data25.maintenanceMarginRate === undefined){
const err100 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maintenanceMarginRate"},message:"must have required property '"+"maintenanceMarginRate"+"'"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data25.maxLeverage === undefined){
const err101 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maxLeverage"},message:"must have required property '"+"maxLeverage"+"'"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data25.tier !== undefined){
let data26 = data25.tier;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err102 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
const err103 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
if(data25.minNotional !== undefined){
let data27 = data25.minNotional;
if((!((typeof data27 == "number") && (isFinite(data27)))) && (typeof data27 !== "string")){
const err104 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.minNotional.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
const _errs69 = errors;
let valid16 = false;
const _errs70 = errors;
if(0 !== data27){
const err105 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
var _valid4 = _errs70 === errors;
valid16 = valid16 || _valid4;
const _errs71 = errors;
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 1e+21 || isNaN(data27)){
const err106 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(data27 < 1e-18 || isNaN(data27)){
const err107 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
var _valid4 = _errs71 === errors;
valid16 = valid16 || _valid4;
if(!valid16){
const err108 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
else {
errors = _errs69;
if(vErrors !== null){
if(_errs69){
vErrors.length = _errs69;
}
else {
vErrors = null;
}
}
}
if(typeof data27 === "string"){
if(!pattern12.test(data27)){
const err109 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
if(data25.maxNotional !== undefined){
let data28 = data25.maxNotional;
if((!((typeof data28 == "number") && (isFinite(data28)))) && (typeof data28 !== "string")){
const err110 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxNotional.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 1e+21 || isNaN(data28)){
const err111 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if(data28 < 1e-18 || isNaN(data28)){
const err112 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
if(typeof data28 === "string"){
if(!pattern8.test(data28)){
const err113 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
if(data25.maintenanceMarginRate !== undefined){
let data29 = data25.maintenanceMarginRate;
if((!((typeof data29 == "number") && (isFinite(data29)))) && (typeof data29 !== "string")){
const err114 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maintenanceMarginRate.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 1 || isNaN(data29)){
const err115 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(data29 < 0 || isNaN(data29)){
const err116 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(typeof data29 === "string"){
if(!pattern12.test(data29)){
const err117 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
if(data25.maxLeverage !== undefined){
let data30 = data25.maxLeverage;
if((!((typeof data30 == "number") && (isFinite(data30)))) && (typeof data30 !== "string")){
const err118 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxLeverage.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 1000000 || isNaN(data30)){
const err119 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if(data30 < 0.000001 || isNaN(data30)){
const err120 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0.000001},message:"must be >= 0.000001"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(typeof data30 === "string"){
if(!pattern8.test(data30)){
const err121 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
}
else {
const err122 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
}
if(data.trades !== undefined){
let data31 = data.trades;
if((!(data31 && typeof data31 == "object" && !Array.isArray(data31))) && (data31 !== null)){
const err123 = {instancePath:instancePath+"/trades",schemaPath:"#/properties/trades/type",keyword:"type",params:{type: schema32.properties.trades.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.count !== undefined){
let data32 = data31.count;
if((!(((typeof data32 == "number") && (!(data32 % 1) && !isNaN(data32))) && (isFinite(data32)))) && (data32 !== null)){
const err124 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/type",keyword:"type",params:{type: schema32.properties.trades.properties.count.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 9007199254740991 || isNaN(data32)){
const err125 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data32 < 0 || isNaN(data32)){
const err126 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
if(data31.firstDigits !== undefined){
let data33 = data31.firstDigits;
if((!(Array.isArray(data33))) && (data33 !== null)){
const err127 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/type",keyword:"type",params:{type: schema32.properties.trades.properties.firstDigits.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(Array.isArray(data33)){
if(data33.length > 9){
const err128 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/maxItems",keyword:"maxItems",params:{limit: 9},message:"must NOT have more than 9 items"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if(data33.length < 9){
const err129 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/minItems",keyword:"minItems",params:{limit: 9},message:"must NOT have fewer than 9 items"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
const len5 = data33.length;
for(let i3=0; i3<len5; i3++){
let data34 = data33[i3];
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
const err130 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 9007199254740991 || isNaN(data34)){
const err131 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data34 < 0 || isNaN(data34)){
const err132 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
}
}
}
if(data31.roundSizes !== undefined){
let data35 = data31.roundSizes;
if((!(data35 && typeof data35 == "object" && !Array.isArray(data35))) && (data35 !== null)){
const err133 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.roundSizes.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
if(data35.round === undefined){
const err134 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "round"},message:"must have required property '"+"round"+"'"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(data35.near === undefined){
const err135 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "near"},message:"must have required property '"+"near"+"'"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data35.round !== undefined){
let data36 = data35.round;
if(!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))){
const err136 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 9007199254740991 || isNaN(data36)){
const err137 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err138 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
if(data35.near !== undefined){
let data37 = data35.near;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
const err139 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 9007199254740991 || isNaN(data37)){
const err140 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data37 < 0 || isNaN(data37)){
const err141 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
}
}
if(data31.largestSizes !== undefined){
let data38 = data31.largestSizes;
if((!(Array.isArray(data38))) && (data38 !== null)){
const err142 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(Array.isArray(data38)){
if(data38.length > 200){
const err143 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
const len6 = data38.length;
for(let i4=0; i4<len6; i4++){
let data39 = data38[i4];
if((!((typeof data39 == "number") && (isFinite(data39)))) && (typeof data39 !== "string")){
const err144 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.items.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 1e+21 || isNaN(data39)){
const err145 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(data39 < 1e-18 || isNaN(data39)){
const err146 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(typeof data39 === "string"){
if(!pattern8.test(data39)){
const err147 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
}
}
}
if(data31.buckets !== undefined){
let data40 = data31.buckets;
if((!(Array.isArray(data40))) && (data40 !== null)){
const err148 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if(Array.isArray(data40)){
if(data40.length > 200){
const err149 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
const len7 = data40.length;
for(let i5=0; i5<len7; i5++){
let data41 = data40[i5];
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if(data41.buyVolume === undefined){
const err150 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "buyVolume"},message:"must have required property '"+"buyVolume"+"'"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(data41.sellVolume === undefined){
const err151 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "sellVolume"},message:"must have required property '"+"sellVolume"+"'"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(data41.buyVolume !== undefined){
let data42 = data41.buyVolume;
if((!((typeof data42 == "number") && (isFinite(data42)))) && (typeof data42 !== "string")){
const err152 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.buyVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
const _errs102 = errors;
let valid26 = false;
const _errs103 = errors;
if(0 !== data42){
const err153 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
var _valid5 = _errs103 === errors;
valid26 = valid26 || _valid5;
const _errs104 = errors;
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 1e+21 || isNaN(data42)){
const err154 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data42 < 1e-18 || isNaN(data42)){
const err155 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
var _valid5 = _errs104 === errors;
valid26 = valid26 || _valid5;
if(!valid26){
const err156 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
else {
errors = _errs102;
if(vErrors !== null){
if(_errs102){
vErrors.length = _errs102;
}
else {
vErrors = null;
}
}
}
if(typeof data42 === "string"){
if(!pattern12.test(data42)){
const err157 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
}
if(data41.sellVolume !== undefined){
let data43 = data41.sellVolume;
if((!((typeof data43 == "number") && (isFinite(data43)))) && (typeof data43 !== "string")){
const err158 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.sellVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
const _errs107 = errors;
let valid27 = false;
const _errs108 = errors;
if(0 !== data43){
const err159 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
var _valid6 = _errs108 === errors;
valid27 = valid27 || _valid6;
const _errs109 = errors;
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 > 1e+21 || isNaN(data43)){
const err160 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
if(data43 < 1e-18 || isNaN(data43)){
const err161 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
var _valid6 = _errs109 === errors;
valid27 = valid27 || _valid6;
if(!valid27){
const err162 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
else {
errors = _errs107;
if(vErrors !== null){
if(_errs107){
vErrors.length = _errs107;
}
else {
vErrors = null;
}
}
}
if(typeof data43 === "string"){
if(!pattern12.test(data43)){
const err163 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
}
}
else {
const err164 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
}
}
}
}
else {
const err165 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":{"symbol":true,"markPrice":true,"indexPrice":true,"lastPrice":true,"contractSize":true,"linear":true,"openInterestAmount":true,"fundingRate":true,"orderBook":true,"candle":true,"leverageTiers":true,"trades":true},"dynamicProps":false,"dynamicItems":false};

export const account = validate22;
const schema33 = {"type":"object","required":["accountId","collateral"],"properties":{"accountId":{"description":"The exchange's pseudonym.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"collateral":{"description":"Cross collateral; an empty list for an account that has none.","type":"array","maxItems":1000,"items":{"type":"object","required":["currency","amount"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"amount":{"description":"Amount; negative where borrowed.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]}}}}}};
const pattern30 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountId === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "accountId"},message:"must have required property '"+"accountId"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.collateral === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "collateral"},message:"must have required property '"+"collateral"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.accountId !== undefined){
let data0 = data.accountId;
if(typeof data0 === "string"){
if(!pattern30.test(data0)){
const err2 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.collateral !== undefined){
let data1 = data.collateral;
if(Array.isArray(data1)){
if(data1.length > 1000){
const err4 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/maxItems",keyword:"maxItems",params:{limit: 1000},message:"must NOT have more than 1000 items"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.currency === undefined){
const err5 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/required",keyword:"required",params:{missingProperty: "currency"},message:"must have required property '"+"currency"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data2.amount === undefined){
const err6 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/required",keyword:"required",params:{missingProperty: "amount"},message:"must have required property '"+"amount"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data2.currency !== undefined){
let data3 = data2.currency;
if(typeof data3 === "string"){
if(!pattern5.test(data3)){
const err7 = {instancePath:instancePath+"/collateral/" + i0+"/currency",schemaPath:"#/properties/collateral/items/properties/currency/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"+"\""};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/collateral/" + i0+"/currency",schemaPath:"#/properties/collateral/items/properties/currency/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data2.amount !== undefined){
let data4 = data2.amount;
if((!((typeof data4 == "number") && (isFinite(data4)))) && (typeof data4 !== "string")){
const err9 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/type",keyword:"type",params:{type: schema33.properties.collateral.items.properties.amount.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
const _errs11 = errors;
let valid4 = false;
const _errs12 = errors;
if(0 !== data4){
const err10 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid0 = _errs12 === errors;
valid4 = valid4 || _valid0;
const _errs13 = errors;
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1e+21 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data4 < 1e-30 || isNaN(data4)){
const err12 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
var _valid0 = _errs13 === errors;
valid4 = valid4 || _valid0;
const _errs14 = errors;
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > -1e-30 || isNaN(data4)){
const err13 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data4 < -1e+21 || isNaN(data4)){
const err14 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var _valid0 = _errs14 === errors;
valid4 = valid4 || _valid0;
if(!valid4){
const err15 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
else {
errors = _errs11;
if(vErrors !== null){
if(_errs11){
vErrors.length = _errs11;
}
else {
vErrors = null;
}
}
}
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err16 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
else {
const err17 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":{"accountId":true,"collateral":true},"dynamicProps":false,"dynamicItems":false};

export const position = validate23;
const schema34 = {"type":"object","description":"One position per account, symbol, side and margin mode.","required":["accountId","symbol","side","contracts","entryPrice"],"properties":{"accountId":{"description":"The account that holds it.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"symbol":{"description":"The market that it is in.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"side":{"description":"The side carries the sign; contracts are never negative.","enum":["long","short"]},"contracts":{"description":"Number of contracts.","type":["number","string"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-18,"maximum":1e+21}]},"entryPrice":{"description":"Average entry price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":1e-12,"maximum":1000000000000},"marginMode":{"description":"cross where absent.","enum":["cross","isolated",null]},"leverage":{"description":"Leverage chosen by the trader.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0.000001,"maximum":1000000},"collateral":{"description":"Isolated margin, in settlement currency.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"maintenanceMargin":{"description":"Taken where given, else computed.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21}]},"unrealizedPnl":{"description":"In settlement currency; taken where given, else computed.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-30,"maximum":1e+21},{"minimum":-1e+21,"maximum":-1e-30}]},"liquidationPrice":{"description":"Taken where given, else computed.","type":["number","string","null"],"pattern":"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","anyOf":[{"const":0},{"minimum":1e-40,"maximum":1e+40}]}},"if":{"properties":{"marginMode":{"const":"isolated"}},"required":["marginMode"]},"then":{"properties":{"collateral":{"type":["number","string"]}},"required":["collateral"]}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate23.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.marginMode === undefined) && (missing0 = "marginMode")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.marginMode !== undefined){
if("isolated" !== data.marginMode){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.collateral === undefined){
const err2 = {instancePath,schemaPath:"#/then/required",keyword:"required",params:{missingProperty: "collateral"},message:"must have required property '"+"collateral"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.collateral !== undefined){
let data1 = data.collateral;
if((!((typeof data1 == "number") && (isFinite(data1)))) && (typeof data1 !== "string")){
const err3 = {instancePath:instancePath+"/collateral",schemaPath:"#/then/properties/collateral/type",keyword:"type",params:{type: schema34.then.properties.collateral.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
if(valid0){
var props0 = {};
props0.collateral = true;
props0.marginMode = true;
}
}
if(!valid0){
const err4 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.accountId === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "accountId"},message:"must have required property '"+"accountId"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data.symbol === undefined){
const err6 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "symbol"},message:"must have required property '"+"symbol"+"'"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data.side === undefined){
const err7 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "side"},message:"must have required property '"+"side"+"'"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data.contracts === undefined){
const err8 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "contracts"},message:"must have required property '"+"contracts"+"'"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data.entryPrice === undefined){
const err9 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "entryPrice"},message:"must have required property '"+"entryPrice"+"'"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(props0 !== true){
props0 = props0 || {};
props0.accountId = true;
props0.symbol = true;
props0.side = true;
props0.contracts = true;
props0.entryPrice = true;
props0.marginMode = true;
props0.leverage = true;
props0.collateral = true;
props0.maintenanceMargin = true;
props0.unrealizedPnl = true;
props0.liquidationPrice = true;
}
if(data.accountId !== undefined){
let data2 = data.accountId;
if(typeof data2 === "string"){
if(!pattern30.test(data2)){
const err10 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/accountId",schemaPath:"#/properties/accountId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.symbol !== undefined){
let data3 = data.symbol;
if(typeof data3 === "string"){
if(!pattern7.test(data3)){
const err12 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/symbol",schemaPath:"#/properties/symbol/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.side !== undefined){
let data4 = data.side;
if(!((data4 === "long") || (data4 === "short"))){
const err14 = {instancePath:instancePath+"/side",schemaPath:"#/properties/side/enum",keyword:"enum",params:{allowedValues: schema34.properties.side.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.contracts !== undefined){
let data5 = data.contracts;
if((!((typeof data5 == "number") && (isFinite(data5)))) && (typeof data5 !== "string")){
const err15 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/type",keyword:"type",params:{type: schema34.properties.contracts.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
const _errs14 = errors;
let valid4 = false;
const _errs15 = errors;
if(0 !== data5){
const err16 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var _valid1 = _errs15 === errors;
valid4 = valid4 || _valid1;
const _errs16 = errors;
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1e+21 || isNaN(data5)){
const err17 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data5 < 1e-18 || isNaN(data5)){
const err18 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-18},message:"must be >= 1e-18"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var _valid1 = _errs16 === errors;
valid4 = valid4 || _valid1;
if(!valid4){
const err19 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
else {
errors = _errs14;
if(vErrors !== null){
if(_errs14){
vErrors.length = _errs14;
}
else {
vErrors = null;
}
}
}
if(typeof data5 === "string"){
if(!pattern12.test(data5)){
const err20 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
if(data.entryPrice !== undefined){
let data6 = data.entryPrice;
if((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")){
const err21 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/type",keyword:"type",params:{type: schema34.properties.entryPrice.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1000000000000 || isNaN(data6)){
const err22 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000000000},message:"must be <= 1000000000000"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data6 < 1e-12 || isNaN(data6)){
const err23 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-12},message:"must be >= 1e-12"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(typeof data6 === "string"){
if(!pattern8.test(data6)){
const err24 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data.marginMode !== undefined){
let data7 = data.marginMode;
if(!(((data7 === "cross") || (data7 === "isolated")) || (data7 === null))){
const err25 = {instancePath:instancePath+"/marginMode",schemaPath:"#/properties/marginMode/enum",keyword:"enum",params:{allowedValues: schema34.properties.marginMode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.leverage !== undefined){
let data8 = data.leverage;
if(((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")) && (data8 !== null)){
const err26 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/type",keyword:"type",params:{type: schema34.properties.leverage.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1000000 || isNaN(data8)){
const err27 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000000},message:"must be <= 1000000"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data8 < 0.000001 || isNaN(data8)){
const err28 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0.000001},message:"must be >= 0.000001"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(typeof data8 === "string"){
if(!pattern8.test(data8)){
const err29 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data.collateral !== undefined){
let data9 = data.collateral;
if(((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")) && (data9 !== null)){
const err30 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/type",keyword:"type",params:{type: schema34.properties.collateral.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
const _errs24 = errors;
let valid5 = false;
const _errs25 = errors;
if(0 !== data9){
const err31 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
var _valid2 = _errs25 === errors;
valid5 = valid5 || _valid2;
const _errs26 = errors;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1e+21 || isNaN(data9)){
const err32 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data9 < 1e-30 || isNaN(data9)){
const err33 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
var _valid2 = _errs26 === errors;
valid5 = valid5 || _valid2;
const _errs27 = errors;
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > -1e-30 || isNaN(data9)){
const err34 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data9 < -1e+21 || isNaN(data9)){
const err35 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
var _valid2 = _errs27 === errors;
valid5 = valid5 || _valid2;
if(!valid5){
const err36 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
else {
errors = _errs24;
if(vErrors !== null){
if(_errs24){
vErrors.length = _errs24;
}
else {
vErrors = null;
}
}
}
if(typeof data9 === "string"){
if(!pattern6.test(data9)){
const err37 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
if(data.maintenanceMargin !== undefined){
let data10 = data.maintenanceMargin;
if(((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")) && (data10 !== null)){
const err38 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/type",keyword:"type",params:{type: schema34.properties.maintenanceMargin.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
const _errs30 = errors;
let valid6 = false;
const _errs31 = errors;
if(0 !== data10){
const err39 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
var _valid3 = _errs31 === errors;
valid6 = valid6 || _valid3;
const _errs32 = errors;
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1e+21 || isNaN(data10)){
const err40 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data10 < 1e-30 || isNaN(data10)){
const err41 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
var _valid3 = _errs32 === errors;
valid6 = valid6 || _valid3;
if(!valid6){
const err42 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
else {
errors = _errs30;
if(vErrors !== null){
if(_errs30){
vErrors.length = _errs30;
}
else {
vErrors = null;
}
}
}
if(typeof data10 === "string"){
if(!pattern12.test(data10)){
const err43 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
if(data.unrealizedPnl !== undefined){
let data11 = data.unrealizedPnl;
if(((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")) && (data11 !== null)){
const err44 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/type",keyword:"type",params:{type: schema34.properties.unrealizedPnl.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
const _errs35 = errors;
let valid7 = false;
const _errs36 = errors;
if(0 !== data11){
const err45 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var _valid4 = _errs36 === errors;
valid7 = valid7 || _valid4;
const _errs37 = errors;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1e+21 || isNaN(data11)){
const err46 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+21},message:"must be <= 1e+21"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data11 < 1e-30 || isNaN(data11)){
const err47 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-30},message:"must be >= 1e-30"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
var _valid4 = _errs37 === errors;
valid7 = valid7 || _valid4;
const _errs38 = errors;
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > -1e-30 || isNaN(data11)){
const err48 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf/2/maximum",keyword:"maximum",params:{comparison: "<=", limit: -1e-30},message:"must be <= -1e-30"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data11 < -1e+21 || isNaN(data11)){
const err49 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf/2/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+21},message:"must be >= -1e+21"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
var _valid4 = _errs38 === errors;
valid7 = valid7 || _valid4;
if(!valid7){
const err50 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
else {
errors = _errs35;
if(vErrors !== null){
if(_errs35){
vErrors.length = _errs35;
}
else {
vErrors = null;
}
}
}
if(typeof data11 === "string"){
if(!pattern6.test(data11)){
const err51 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
if(data.liquidationPrice !== undefined){
let data12 = data.liquidationPrice;
if(((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")) && (data12 !== null)){
const err52 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/type",keyword:"type",params:{type: schema34.properties.liquidationPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
const _errs41 = errors;
let valid8 = false;
const _errs42 = errors;
if(0 !== data12){
const err53 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/anyOf/0/const",keyword:"const",params:{allowedValue: 0},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
var _valid5 = _errs42 === errors;
valid8 = valid8 || _valid5;
const _errs43 = errors;
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1e+40 || isNaN(data12)){
const err54 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+40},message:"must be <= 1e+40"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data12 < 1e-40 || isNaN(data12)){
const err55 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1e-40},message:"must be >= 1e-40"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
var _valid5 = _errs43 === errors;
valid8 = valid8 || _valid5;
if(!valid8){
const err56 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
else {
errors = _errs41;
if(vErrors !== null){
if(_errs41){
vErrors.length = _errs41;
}
else {
vErrors = null;
}
}
}
if(typeof data12 === "string"){
if(!pattern12.test(data12)){
const err57 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/pattern",keyword:"pattern",params:{pattern: "^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?!-[0-9.]*[1-9])-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
}
else {
const err58 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
validate23.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate23.evaluated = {"dynamicProps":true,"dynamicItems":false};

