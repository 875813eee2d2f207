// Made by "npm run schemas" from shared/snapshot/schema.ts. Not edited by hand.
"use strict";
export const header = validate20;
const schema31 = {"type":"object","required":["snapshotId","sequence","timestamp"],"properties":{"snapshotId":{"description":"The idempotency key: the same id with the same body is a duplicate, with another body a conflict.","type":"string","pattern":"^[A-Za-z0-9._:-]{1,128}$"},"sequence":{"description":"Rises per venue.","type":"integer","minimum":0,"maximum":9007199254740991},"timestamp":{"description":"When the book was taken, Unix milliseconds.","type":"integer","minimum":0,"maximum":8640000000000000},"parts":{"description":"1 where everything is in this body (the default), else how many parts follow by PUT.","type":["integer","null"],"minimum":1,"maximum":500},"insuranceFund":{"type":["object","null"],"description":"The fund that carries losses past bankruptcy.","required":["currency","balance"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"balance":{"description":"Balance in that currency.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30}}}}};
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
if(data2 > 8640000000000000 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 8640000000000000},message:"must be <= 8640000000000000"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/timestamp",schemaPath:"#/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+30 || isNaN(data6)){
const err20 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data6 < -1e+30 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(typeof data6 === "string"){
if(!pattern6.test(data6)){
const err22 = {instancePath:instancePath+"/insuranceFund/balance",schemaPath:"#/properties/insuranceFund/properties/balance/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
}
}
}
else {
const err23 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":{"snapshotId":true,"sequence":true,"timestamp":true,"parts":true,"insuranceFund":true},"dynamicProps":false,"dynamicItems":false};

export const market = validate21;
const schema32 = {"type":"object","required":["symbol","markPrice","contractSize","linear"],"properties":{"symbol":{"description":"CCXT unified symbol, e.g. BTC/USDT:USDT.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"markPrice":{"description":"Mark price in quote currency.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"indexPrice":{"description":"Index price.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"lastPrice":{"description":"Price of the last trade.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"contractSize":{"description":"Base units a contract (linear) or quote units a contract (inverse).","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"linear":{"description":"true for linear, false for inverse contracts.","type":"boolean"},"openInterestAmount":{"description":"Open interest in contracts.","type":["number","string","null"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"fundingRate":{"description":"Funding rate of the current interval, a fraction.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"orderBook":{"description":"Depth, best price first.","type":["object","null"],"required":["bids","asks"],"properties":{"bids":{"description":"Bids, highest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30}],"items":true}},"asks":{"description":"Asks, lowest first.","type":"array","maxItems":5000,"items":{"type":"array","minItems":2,"prefixItems":[{"description":"Price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},{"description":"Amount in contracts.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30}],"items":true}}}},"candle":{"description":"The latest bar of the mark or trade price; the same timestamp again replaces the bar while it forms.","type":["object","null"],"required":["timestamp","open","high","low","close"],"properties":{"timestamp":{"description":"Open of the bar, Unix milliseconds.","type":"integer","minimum":0,"maximum":8640000000000000},"open":{"description":"Open.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"high":{"description":"High.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"low":{"description":"Low.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"close":{"description":"Close.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"baseVolume":{"description":"Volume in base currency.","type":["number","string","null"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30}}},"leverageTiers":{"description":"Maintenance tiers, lowest first, by notional in quote currency: contracts × contractSize × mark for linear, contracts × contractSize for inverse contracts. Each rate holds for the part of the notional in its tier, and is below 1 and no lower than the one before.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["tier","minNotional","maxNotional","maintenanceMarginRate","maxLeverage"],"properties":{"tier":{"description":"Number of the tier.","type":"integer","minimum":0},"minNotional":{"description":"Notional from which the tier holds, in quote currency; of the first one, taken for 0.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"maxNotional":{"description":"Notional up to which the tier holds, in quote currency.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"maintenanceMarginRate":{"description":"A fraction of notional.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"maxLeverage":{"description":"Largest leverage that may be chosen.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30}}}},"trades":{"description":"Statistics of the trades of a recent window, a day where possible, by which the truth of reported volume is judged. Each part may be absent, and needs one pass over the trades. Sizes and volumes in contracts.","type":["object","null"],"properties":{"count":{"description":"Trades in the window.","type":["integer","null"],"minimum":0,"maximum":9007199254740991},"firstDigits":{"description":"Trades by the first significant digit of their size, for 1 to 9.","type":["array","null"],"minItems":9,"maxItems":9,"items":{"description":"Trades whose size begins with this digit.","type":"integer","minimum":0,"maximum":9007199254740991}},"roundSizes":{"description":"Trades at round sizes and beside them, sizes being counted in the smallest step that a size can differ by.","type":["object","null"],"required":["round","near"],"properties":{"round":{"description":"Trades of a whole multiple of ten steps.","type":"integer","minimum":0,"maximum":9007199254740991},"near":{"description":"Trades of one step more or less than such a multiple, from 9 steps up.","type":"integer","minimum":0,"maximum":9007199254740991}}},"largestSizes":{"description":"Sizes of the largest trades of the window, in any order; best at most a tenth of all trades.","type":["array","null"],"maxItems":200,"items":{"description":"Size in contracts.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30}},"buckets":{"description":"Trading cut into buckets of equal volume, by the side that took liquidity; newest complete one last.","type":["array","null"],"maxItems":200,"items":{"type":"object","required":["buyVolume","sellVolume"],"properties":{"buyVolume":{"description":"Volume that buyers took.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"sellVolume":{"description":"Volume that sellers took.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30}}}}}}}};
const pattern7 = new RegExp("^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$", "u");
const pattern8 = new RegExp("^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");
const pattern12 = new RegExp("^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$", "u");

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
if(data1 > 1e+30 || isNaN(data1)){
const err7 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data1 <= 0 || isNaN(data1)){
const err8 = {instancePath:instancePath+"/markPrice",schemaPath:"#/properties/markPrice/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
if(data2 > 1e+30 || isNaN(data2)){
const err11 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data2 <= 0 || isNaN(data2)){
const err12 = {instancePath:instancePath+"/indexPrice",schemaPath:"#/properties/indexPrice/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
if(data3 > 1e+30 || isNaN(data3)){
const err15 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data3 <= 0 || isNaN(data3)){
const err16 = {instancePath:instancePath+"/lastPrice",schemaPath:"#/properties/lastPrice/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
if(data4 > 1e+30 || isNaN(data4)){
const err19 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data4 <= 0 || isNaN(data4)){
const err20 = {instancePath:instancePath+"/contractSize",schemaPath:"#/properties/contractSize/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
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
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+30 || isNaN(data6)){
const err24 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data6 < 0 || isNaN(data6)){
const err25 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(typeof data6 === "string"){
if(!pattern12.test(data6)){
const err26 = {instancePath:instancePath+"/openInterestAmount",schemaPath:"#/properties/openInterestAmount/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
if(data.fundingRate !== undefined){
let data7 = data.fundingRate;
if(((!((typeof data7 == "number") && (isFinite(data7)))) && (typeof data7 !== "string")) && (data7 !== null)){
const err27 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/type",keyword:"type",params:{type: schema32.properties.fundingRate.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1e+30 || isNaN(data7)){
const err28 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data7 < -1e+30 || isNaN(data7)){
const err29 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(typeof data7 === "string"){
if(!pattern6.test(data7)){
const err30 = {instancePath:instancePath+"/fundingRate",schemaPath:"#/properties/fundingRate/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data.orderBook !== undefined){
let data8 = data.orderBook;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err31 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/type",keyword:"type",params:{type: schema32.properties.orderBook.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.bids === undefined){
const err32 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "bids"},message:"must have required property '"+"bids"+"'"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data8.asks === undefined){
const err33 = {instancePath:instancePath+"/orderBook",schemaPath:"#/properties/orderBook/required",keyword:"required",params:{missingProperty: "asks"},message:"must have required property '"+"asks"+"'"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data8.bids !== undefined){
let data9 = data8.bids;
if(Array.isArray(data9)){
if(data9.length > 5000){
const err34 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
let data10 = data9[i0];
if(Array.isArray(data10)){
if(data10.length < 2){
const err35 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
const len1 = data10.length;
if(len1 > 0){
let data11 = data10[0];
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err36 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1e+30 || isNaN(data11)){
const err37 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data11 <= 0 || isNaN(data11)){
const err38 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(typeof data11 === "string"){
if(!pattern8.test(data11)){
const err39 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/0",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(len1 > 1){
let data12 = data10[1];
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err40 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.bids.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1e+30 || isNaN(data12)){
const err41 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data12 < 0 || isNaN(data12)){
const err42 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(typeof data12 === "string"){
if(!pattern12.test(data12)){
const err43 = {instancePath:instancePath+"/orderBook/bids/" + i0+"/1",schemaPath:"#/properties/orderBook/properties/bids/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
}
else {
const err44 = {instancePath:instancePath+"/orderBook/bids/" + i0,schemaPath:"#/properties/orderBook/properties/bids/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/orderBook/bids",schemaPath:"#/properties/orderBook/properties/bids/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data8.asks !== undefined){
let data13 = data8.asks;
if(Array.isArray(data13)){
if(data13.length > 5000){
const err46 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/maxItems",keyword:"maxItems",params:{limit: 5000},message:"must NOT have more than 5000 items"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
const len2 = data13.length;
for(let i1=0; i1<len2; i1++){
let data14 = data13[i1];
if(Array.isArray(data14)){
if(data14.length < 2){
const err47 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/minItems",keyword:"minItems",params:{limit: 2},message:"must NOT have fewer than 2 items"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
const len3 = data14.length;
if(len3 > 0){
let data15 = data14[0];
if((!((typeof data15 == "number") && (isFinite(data15)))) && (typeof data15 !== "string")){
const err48 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[0].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 > 1e+30 || isNaN(data15)){
const err49 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data15 <= 0 || isNaN(data15)){
const err50 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(typeof data15 === "string"){
if(!pattern8.test(data15)){
const err51 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/0",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/0/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
if(len3 > 1){
let data16 = data14[1];
if((!((typeof data16 == "number") && (isFinite(data16)))) && (typeof data16 !== "string")){
const err52 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/type",keyword:"type",params:{type: schema32.properties.orderBook.properties.asks.items.prefixItems[1].type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 > 1e+30 || isNaN(data16)){
const err53 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data16 < 0 || isNaN(data16)){
const err54 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(typeof data16 === "string"){
if(!pattern12.test(data16)){
const err55 = {instancePath:instancePath+"/orderBook/asks/" + i1+"/1",schemaPath:"#/properties/orderBook/properties/asks/items/prefixItems/1/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
}
else {
const err56 = {instancePath:instancePath+"/orderBook/asks/" + i1,schemaPath:"#/properties/orderBook/properties/asks/items/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/orderBook/asks",schemaPath:"#/properties/orderBook/properties/asks/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
if(data.candle !== undefined){
let data17 = data.candle;
if((!(data17 && typeof data17 == "object" && !Array.isArray(data17))) && (data17 !== null)){
const err58 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/type",keyword:"type",params:{type: schema32.properties.candle.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.timestamp === undefined){
const err59 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "timestamp"},message:"must have required property '"+"timestamp"+"'"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(data17.open === undefined){
const err60 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "open"},message:"must have required property '"+"open"+"'"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data17.high === undefined){
const err61 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "high"},message:"must have required property '"+"high"+"'"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data17.low === undefined){
const err62 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "low"},message:"must have required property '"+"low"+"'"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data17.close === undefined){
const err63 = {instancePath:instancePath+"/candle",schemaPath:"#/properties/candle/required",keyword:"required",params:{missingProperty: "close"},message:"must have required property '"+"close"+"'"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data17.timestamp !== undefined){
let data18 = data17.timestamp;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
const err64 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if((typeof data18 == "number") && (isFinite(data18))){
if(data18 > 8640000000000000 || isNaN(data18)){
const err65 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/maximum",keyword:"maximum",params:{comparison: "<=", limit: 8640000000000000},message:"must be <= 8640000000000000"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(data18 < 0 || isNaN(data18)){
const err66 = {instancePath:instancePath+"/candle/timestamp",schemaPath:"#/properties/candle/properties/timestamp/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
if(data17.open !== undefined){
let data19 = data17.open;
if((!((typeof data19 == "number") && (isFinite(data19)))) && (typeof data19 !== "string")){
const err67 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/type",keyword:"type",params:{type: schema32.properties.candle.properties.open.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 > 1e+30 || isNaN(data19)){
const err68 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data19 < -1e+30 || isNaN(data19)){
const err69 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(typeof data19 === "string"){
if(!pattern6.test(data19)){
const err70 = {instancePath:instancePath+"/candle/open",schemaPath:"#/properties/candle/properties/open/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
if(data17.high !== undefined){
let data20 = data17.high;
if((!((typeof data20 == "number") && (isFinite(data20)))) && (typeof data20 !== "string")){
const err71 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/type",keyword:"type",params:{type: schema32.properties.candle.properties.high.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 > 1e+30 || isNaN(data20)){
const err72 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data20 < -1e+30 || isNaN(data20)){
const err73 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(typeof data20 === "string"){
if(!pattern6.test(data20)){
const err74 = {instancePath:instancePath+"/candle/high",schemaPath:"#/properties/candle/properties/high/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
if(data17.low !== undefined){
let data21 = data17.low;
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err75 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/type",keyword:"type",params:{type: schema32.properties.candle.properties.low.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 1e+30 || isNaN(data21)){
const err76 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data21 < -1e+30 || isNaN(data21)){
const err77 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(typeof data21 === "string"){
if(!pattern6.test(data21)){
const err78 = {instancePath:instancePath+"/candle/low",schemaPath:"#/properties/candle/properties/low/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
if(data17.close !== undefined){
let data22 = data17.close;
if((!((typeof data22 == "number") && (isFinite(data22)))) && (typeof data22 !== "string")){
const err79 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/type",keyword:"type",params:{type: schema32.properties.candle.properties.close.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if((typeof data22 == "number") && (isFinite(data22))){
if(data22 > 1e+30 || isNaN(data22)){
const err80 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(data22 < -1e+30 || isNaN(data22)){
const err81 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(typeof data22 === "string"){
if(!pattern6.test(data22)){
const err82 = {instancePath:instancePath+"/candle/close",schemaPath:"#/properties/candle/properties/close/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
if(data17.baseVolume !== undefined){
let data23 = data17.baseVolume;
if(((!((typeof data23 == "number") && (isFinite(data23)))) && (typeof data23 !== "string")) && (data23 !== null)){
const err83 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/type",keyword:"type",params:{type: schema32.properties.candle.properties.baseVolume.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 > 1e+30 || isNaN(data23)){
const err84 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data23 < 0 || isNaN(data23)){
const err85 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(typeof data23 === "string"){
if(!pattern12.test(data23)){
const err86 = {instancePath:instancePath+"/candle/baseVolume",schemaPath:"#/properties/candle/properties/baseVolume/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
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
const err87 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/type",keyword:"type",params:{type: schema32.properties.leverageTiers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(Array.isArray(data24)){
if(data24.length > 200){
const err88 = {instancePath:instancePath+"/leverageTiers",schemaPath:"#/properties/leverageTiers/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
const len4 = data24.length;
for(let i2=0; i2<len4; i2++){
let data25 = data24[i2];
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.tier === undefined){
const err89 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "tier"},message:"must have required property '"+"tier"+"'"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data25.minNotional === undefined){
const err90 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "minNotional"},message:"must have required property '"+"minNotional"+"'"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data25.maxNotional === undefined){
const err91 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maxNotional"},message:"must have required property '"+"maxNotional"+"'"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(data25.maintenanceMarginRate === undefined){
const err92 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maintenanceMarginRate"},message:"must have required property '"+"maintenanceMarginRate"+"'"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data25.maxLeverage === undefined){
const err93 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/required",keyword:"required",params:{missingProperty: "maxLeverage"},message:"must have required property '"+"maxLeverage"+"'"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(data25.tier !== undefined){
let data26 = data25.tier;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err94 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
const err95 = {instancePath:instancePath+"/leverageTiers/" + i2+"/tier",schemaPath:"#/properties/leverageTiers/items/properties/tier/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data25.minNotional !== undefined){
let data27 = data25.minNotional;
if((!((typeof data27 == "number") && (isFinite(data27)))) && (typeof data27 !== "string")){
const err96 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.minNotional.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if((typeof data27 == "number") && (isFinite(data27))){
if(data27 > 1e+30 || isNaN(data27)){
const err97 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data27 < 0 || isNaN(data27)){
const err98 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(typeof data27 === "string"){
if(!pattern12.test(data27)){
const err99 = {instancePath:instancePath+"/leverageTiers/" + i2+"/minNotional",schemaPath:"#/properties/leverageTiers/items/properties/minNotional/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
if(data25.maxNotional !== undefined){
let data28 = data25.maxNotional;
if((!((typeof data28 == "number") && (isFinite(data28)))) && (typeof data28 !== "string")){
const err100 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxNotional.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 > 1e+30 || isNaN(data28)){
const err101 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data28 <= 0 || isNaN(data28)){
const err102 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(typeof data28 === "string"){
if(!pattern8.test(data28)){
const err103 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxNotional",schemaPath:"#/properties/leverageTiers/items/properties/maxNotional/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
if(data25.maintenanceMarginRate !== undefined){
let data29 = data25.maintenanceMarginRate;
if((!((typeof data29 == "number") && (isFinite(data29)))) && (typeof data29 !== "string")){
const err104 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maintenanceMarginRate.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if((typeof data29 == "number") && (isFinite(data29))){
if(data29 > 1e+30 || isNaN(data29)){
const err105 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
if(data29 < 0 || isNaN(data29)){
const err106 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(typeof data29 === "string"){
if(!pattern12.test(data29)){
const err107 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maintenanceMarginRate",schemaPath:"#/properties/leverageTiers/items/properties/maintenanceMarginRate/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
}
if(data25.maxLeverage !== undefined){
let data30 = data25.maxLeverage;
if((!((typeof data30 == "number") && (isFinite(data30)))) && (typeof data30 !== "string")){
const err108 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/type",keyword:"type",params:{type: schema32.properties.leverageTiers.items.properties.maxLeverage.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if((typeof data30 == "number") && (isFinite(data30))){
if(data30 > 1e+30 || isNaN(data30)){
const err109 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if(data30 <= 0 || isNaN(data30)){
const err110 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(typeof data30 === "string"){
if(!pattern8.test(data30)){
const err111 = {instancePath:instancePath+"/leverageTiers/" + i2+"/maxLeverage",schemaPath:"#/properties/leverageTiers/items/properties/maxLeverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
}
else {
const err112 = {instancePath:instancePath+"/leverageTiers/" + i2,schemaPath:"#/properties/leverageTiers/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
}
if(data.trades !== undefined){
let data31 = data.trades;
if((!(data31 && typeof data31 == "object" && !Array.isArray(data31))) && (data31 !== null)){
const err113 = {instancePath:instancePath+"/trades",schemaPath:"#/properties/trades/type",keyword:"type",params:{type: schema32.properties.trades.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.count !== undefined){
let data32 = data31.count;
if((!(((typeof data32 == "number") && (!(data32 % 1) && !isNaN(data32))) && (isFinite(data32)))) && (data32 !== null)){
const err114 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/type",keyword:"type",params:{type: schema32.properties.trades.properties.count.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if((typeof data32 == "number") && (isFinite(data32))){
if(data32 > 9007199254740991 || isNaN(data32)){
const err115 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(data32 < 0 || isNaN(data32)){
const err116 = {instancePath:instancePath+"/trades/count",schemaPath:"#/properties/trades/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
if(data31.firstDigits !== undefined){
let data33 = data31.firstDigits;
if((!(Array.isArray(data33))) && (data33 !== null)){
const err117 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/type",keyword:"type",params:{type: schema32.properties.trades.properties.firstDigits.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(Array.isArray(data33)){
if(data33.length > 9){
const err118 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/maxItems",keyword:"maxItems",params:{limit: 9},message:"must NOT have more than 9 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data33.length < 9){
const err119 = {instancePath:instancePath+"/trades/firstDigits",schemaPath:"#/properties/trades/properties/firstDigits/minItems",keyword:"minItems",params:{limit: 9},message:"must NOT have fewer than 9 items"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
const len5 = data33.length;
for(let i3=0; i3<len5; i3++){
let data34 = data33[i3];
if(!(((typeof data34 == "number") && (!(data34 % 1) && !isNaN(data34))) && (isFinite(data34)))){
const err120 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if((typeof data34 == "number") && (isFinite(data34))){
if(data34 > 9007199254740991 || isNaN(data34)){
const err121 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if(data34 < 0 || isNaN(data34)){
const err122 = {instancePath:instancePath+"/trades/firstDigits/" + i3,schemaPath:"#/properties/trades/properties/firstDigits/items/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
}
if(data31.roundSizes !== undefined){
let data35 = data31.roundSizes;
if((!(data35 && typeof data35 == "object" && !Array.isArray(data35))) && (data35 !== null)){
const err123 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.roundSizes.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
if(data35.round === undefined){
const err124 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "round"},message:"must have required property '"+"round"+"'"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if(data35.near === undefined){
const err125 = {instancePath:instancePath+"/trades/roundSizes",schemaPath:"#/properties/trades/properties/roundSizes/required",keyword:"required",params:{missingProperty: "near"},message:"must have required property '"+"near"+"'"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data35.round !== undefined){
let data36 = data35.round;
if(!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))){
const err126 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 9007199254740991 || isNaN(data36)){
const err127 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data36 < 0 || isNaN(data36)){
const err128 = {instancePath:instancePath+"/trades/roundSizes/round",schemaPath:"#/properties/trades/properties/roundSizes/properties/round/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
if(data35.near !== undefined){
let data37 = data35.near;
if(!(((typeof data37 == "number") && (!(data37 % 1) && !isNaN(data37))) && (isFinite(data37)))){
const err129 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if((typeof data37 == "number") && (isFinite(data37))){
if(data37 > 9007199254740991 || isNaN(data37)){
const err130 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991},message:"must be <= 9007199254740991"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
if(data37 < 0 || isNaN(data37)){
const err131 = {instancePath:instancePath+"/trades/roundSizes/near",schemaPath:"#/properties/trades/properties/roundSizes/properties/near/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
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
const err132 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(Array.isArray(data38)){
if(data38.length > 200){
const err133 = {instancePath:instancePath+"/trades/largestSizes",schemaPath:"#/properties/trades/properties/largestSizes/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
const len6 = data38.length;
for(let i4=0; i4<len6; i4++){
let data39 = data38[i4];
if((!((typeof data39 == "number") && (isFinite(data39)))) && (typeof data39 !== "string")){
const err134 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/type",keyword:"type",params:{type: schema32.properties.trades.properties.largestSizes.items.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 1e+30 || isNaN(data39)){
const err135 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(data39 <= 0 || isNaN(data39)){
const err136 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(typeof data39 === "string"){
if(!pattern8.test(data39)){
const err137 = {instancePath:instancePath+"/trades/largestSizes/" + i4,schemaPath:"#/properties/trades/properties/largestSizes/items/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
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
const err138 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(Array.isArray(data40)){
if(data40.length > 200){
const err139 = {instancePath:instancePath+"/trades/buckets",schemaPath:"#/properties/trades/properties/buckets/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
const len7 = data40.length;
for(let i5=0; i5<len7; i5++){
let data41 = data40[i5];
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if(data41.buyVolume === undefined){
const err140 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "buyVolume"},message:"must have required property '"+"buyVolume"+"'"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data41.sellVolume === undefined){
const err141 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/required",keyword:"required",params:{missingProperty: "sellVolume"},message:"must have required property '"+"sellVolume"+"'"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
if(data41.buyVolume !== undefined){
let data42 = data41.buyVolume;
if((!((typeof data42 == "number") && (isFinite(data42)))) && (typeof data42 !== "string")){
const err142 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.buyVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 1e+30 || isNaN(data42)){
const err143 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(data42 < 0 || isNaN(data42)){
const err144 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(typeof data42 === "string"){
if(!pattern12.test(data42)){
const err145 = {instancePath:instancePath+"/trades/buckets/" + i5+"/buyVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/buyVolume/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
if(data41.sellVolume !== undefined){
let data43 = data41.sellVolume;
if((!((typeof data43 == "number") && (isFinite(data43)))) && (typeof data43 !== "string")){
const err146 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/type",keyword:"type",params:{type: schema32.properties.trades.properties.buckets.items.properties.sellVolume.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 > 1e+30 || isNaN(data43)){
const err147 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(data43 < 0 || isNaN(data43)){
const err148 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(typeof data43 === "string"){
if(!pattern12.test(data43)){
const err149 = {instancePath:instancePath+"/trades/buckets/" + i5+"/sellVolume",schemaPath:"#/properties/trades/properties/buckets/items/properties/sellVolume/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
}
}
else {
const err150 = {instancePath:instancePath+"/trades/buckets/" + i5,schemaPath:"#/properties/trades/properties/buckets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
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
const err151 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":{"symbol":true,"markPrice":true,"indexPrice":true,"lastPrice":true,"contractSize":true,"linear":true,"openInterestAmount":true,"fundingRate":true,"orderBook":true,"candle":true,"leverageTiers":true,"trades":true},"dynamicProps":false,"dynamicItems":false};

export const account = validate22;
const schema33 = {"type":"object","required":["accountId","collateral"],"properties":{"accountId":{"description":"The exchange's pseudonym.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"collateral":{"description":"Cross collateral; an empty list for an account that has none.","type":"array","maxItems":1000,"items":{"type":"object","required":["currency","amount"],"properties":{"currency":{"description":"Currency code.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,32}$"},"amount":{"description":"Amount; negative where borrowed.","type":["number","string"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30}}}}}};
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
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1e+30 || isNaN(data4)){
const err10 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data4 < -1e+30 || isNaN(data4)){
const err11 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err12 = {instancePath:instancePath+"/collateral/" + i0+"/amount",schemaPath:"#/properties/collateral/items/properties/amount/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
}
else {
const err13 = {instancePath:instancePath+"/collateral/" + i0,schemaPath:"#/properties/collateral/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
else {
const err14 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":{"accountId":true,"collateral":true},"dynamicProps":false,"dynamicItems":false};

export const position = validate23;
const schema34 = {"type":"object","description":"One position per account, symbol, side and margin mode.","required":["accountId","symbol","side","contracts","entryPrice"],"properties":{"accountId":{"description":"The account that holds it.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,128}$"},"symbol":{"description":"The market that it is in.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]{1,64}$"},"side":{"description":"The side carries the sign; contracts are never negative.","enum":["long","short"]},"contracts":{"description":"Number of contracts.","type":["number","string"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"entryPrice":{"description":"Average entry price.","type":["number","string"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"marginMode":{"description":"cross where absent.","enum":["cross","isolated",null]},"leverage":{"description":"Leverage chosen by the trader.","type":["number","string","null"],"pattern":"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","exclusiveMinimum":0,"maximum":1e+30},"collateral":{"description":"Isolated margin, in settlement currency.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"maintenanceMargin":{"description":"Taken where given, else computed.","type":["number","string","null"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30},"unrealizedPnl":{"description":"In settlement currency; taken where given, else computed.","type":["number","string","null"],"pattern":"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":-1e+30,"maximum":1e+30},"liquidationPrice":{"description":"Taken where given, else computed.","type":["number","string","null"],"pattern":"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$","minimum":0,"maximum":1e+30}},"if":{"properties":{"marginMode":{"const":"isolated"}},"required":["marginMode"]},"then":{"properties":{"collateral":{"type":["number","string"]}},"required":["collateral"]}};

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
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1e+30 || isNaN(data5)){
const err16 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data5 < 0 || isNaN(data5)){
const err17 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(typeof data5 === "string"){
if(!pattern12.test(data5)){
const err18 = {instancePath:instancePath+"/contracts",schemaPath:"#/properties/contracts/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
if(data.entryPrice !== undefined){
let data6 = data.entryPrice;
if((!((typeof data6 == "number") && (isFinite(data6)))) && (typeof data6 !== "string")){
const err19 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/type",keyword:"type",params:{type: schema34.properties.entryPrice.type},message:"must be number,string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1e+30 || isNaN(data6)){
const err20 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data6 <= 0 || isNaN(data6)){
const err21 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(typeof data6 === "string"){
if(!pattern8.test(data6)){
const err22 = {instancePath:instancePath+"/entryPrice",schemaPath:"#/properties/entryPrice/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.marginMode !== undefined){
let data7 = data.marginMode;
if(!(((data7 === "cross") || (data7 === "isolated")) || (data7 === null))){
const err23 = {instancePath:instancePath+"/marginMode",schemaPath:"#/properties/marginMode/enum",keyword:"enum",params:{allowedValues: schema34.properties.marginMode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.leverage !== undefined){
let data8 = data.leverage;
if(((!((typeof data8 == "number") && (isFinite(data8)))) && (typeof data8 !== "string")) && (data8 !== null)){
const err24 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/type",keyword:"type",params:{type: schema34.properties.leverage.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1e+30 || isNaN(data8)){
const err25 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data8 <= 0 || isNaN(data8)){
const err26 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(typeof data8 === "string"){
if(!pattern8.test(data8)){
const err27 = {instancePath:instancePath+"/leverage",schemaPath:"#/properties/leverage/pattern",keyword:"pattern",params:{pattern: "^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^(?=[0-9.]*[1-9])[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data.collateral !== undefined){
let data9 = data.collateral;
if(((!((typeof data9 == "number") && (isFinite(data9)))) && (typeof data9 !== "string")) && (data9 !== null)){
const err28 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/type",keyword:"type",params:{type: schema34.properties.collateral.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 1e+30 || isNaN(data9)){
const err29 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data9 < -1e+30 || isNaN(data9)){
const err30 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(typeof data9 === "string"){
if(!pattern6.test(data9)){
const err31 = {instancePath:instancePath+"/collateral",schemaPath:"#/properties/collateral/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
if(data.maintenanceMargin !== undefined){
let data10 = data.maintenanceMargin;
if(((!((typeof data10 == "number") && (isFinite(data10)))) && (typeof data10 !== "string")) && (data10 !== null)){
const err32 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/type",keyword:"type",params:{type: schema34.properties.maintenanceMargin.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1e+30 || isNaN(data10)){
const err33 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data10 < 0 || isNaN(data10)){
const err34 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(typeof data10 === "string"){
if(!pattern12.test(data10)){
const err35 = {instancePath:instancePath+"/maintenanceMargin",schemaPath:"#/properties/maintenanceMargin/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
if(data.unrealizedPnl !== undefined){
let data11 = data.unrealizedPnl;
if(((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")) && (data11 !== null)){
const err36 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/type",keyword:"type",params:{type: schema34.properties.unrealizedPnl.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 1e+30 || isNaN(data11)){
const err37 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data11 < -1e+30 || isNaN(data11)){
const err38 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/minimum",keyword:"minimum",params:{comparison: ">=", limit: -1e+30},message:"must be >= -1e+30"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(typeof data11 === "string"){
if(!pattern6.test(data11)){
const err39 = {instancePath:instancePath+"/unrealizedPnl",schemaPath:"#/properties/unrealizedPnl/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
if(data.liquidationPrice !== undefined){
let data12 = data.liquidationPrice;
if(((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")) && (data12 !== null)){
const err40 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/type",keyword:"type",params:{type: schema34.properties.liquidationPrice.type},message:"must be number,string,null"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 > 1e+30 || isNaN(data12)){
const err41 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1e+30},message:"must be <= 1e+30"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data12 < 0 || isNaN(data12)){
const err42 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(typeof data12 === "string"){
if(!pattern12.test(data12)){
const err43 = {instancePath:instancePath+"/liquidationPrice",schemaPath:"#/properties/liquidationPrice/pattern",keyword:"pattern",params:{pattern: "^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"},message:"must match pattern \""+"^[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?$"+"\""};
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
}
else {
const err44 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
validate23.errors = vErrors;
evaluated0.props = props0;
return errors === 0;
}
validate23.evaluated = {"dynamicProps":true,"dynamicItems":false};

